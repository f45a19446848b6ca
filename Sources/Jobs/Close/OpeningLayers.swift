import AccountingValues
import Extraction

/// Stock at go-live by layer. A layer that an opening movement names tells since when that stock is
/// there, and what it is worth where the movement does not say; one that no movement names is stock of
/// its own. So the same goods never count twice.
struct OpeningLayers {
  struct Layer {
    let key: SourceKey
    let item: Int32
    let place: Int32
    let receivedOn: CivilDate
    let quantity: Quantity
    /// In base currency, exactly as stated.
    let value: ExactDecimal
  }

  private struct Shelf: Hashable {
    let item: Int32
    let place: Int32
  }

  private var layers = Interned<Layer>()
  private var named: Set<SourceKey> = []
  /// Items and places whose opening stock comes by movements that name no layer.
  private var unnamed: Set<Shelf> = []

  mutating func take(_ row: StreamRow, masters: inout MasterData) {
    guard let item = row.key("item_key"), let receivedOn = row.date("received_on"),
      let quantity = row.quantity("quantity"), let value = row.decimal("value")
    else { return }
    layers.set(
      row.key,
      Layer(
        key: row.key, item: masters.item(item, namedBy: row.stream),
        place: masters.place(row.key("location_key")), receivedOn: receivedOn, quantity: quantity,
        value: value))
  }

  /// What its layer tells of an opening movement: since when the goods are there, and what they are
  /// worth where the movement does not say; `nil` for a movement that names no layer.
  mutating func explanation(of event: StockEvent) -> (ageDate: CivilDate, value: ExactDecimal?)? {
    guard event.documentStream == "opening_layers", let key = event.documentKey,
      let number = layers.number(of: key)
    else {
      unnamed.insert(Shelf(item: event.item, place: event.place))
      return nil
    }
    let layer = layers[number]
    named.insert(key)
    let isSilent = event.priceState == "missing" && layer.quantity == event.quantity
    return (min(layer.receivedOn, event.date), isSilent ? layer.value : nil)
  }

  /// Layers that no movement names, in the order of the source.
  var left: [Layer] { layers.values.filter { !named.contains($0.key) } }

  /// Whether a layer's stock comes by no movement at all.
  func isAlone(_ layer: Layer) -> Bool {
    !unnamed.contains(Shelf(item: layer.item, place: layer.place))
  }
}

extension OpeningLayers.Layer {
  /// Says that a layer is not added to the movements of the same goods.
  func doubleFinding(item: String, base: Currency) -> Finding {
    Finding(
      code: "INV-033", severity: .warning, origin: "opening_layers", key: key.displayText,
      document: item,
      amount: (try? Money(rounding: value, in: base)),
      message: "opening movements bring the item to the same place without naming this layer, "
        + "so the layer was not added",
      action: "let the opening movements name their layers, or leave one of the two out")
  }
}
