/// A value of a YAML file after the strict rules: no tag, no anchor, no scalar that YAML would read
/// as something else than it looks like.
struct YAMLValue {
  indirect enum Form {
    /// Nothing after the key.
    case empty
    /// An unquoted scalar.
    case plain(String)
    /// A quoted or block scalar.
    case quoted(String)
    case list([YAMLValue])
    case map([Entry])
  }

  struct Entry {
    var key: String
    var keyPlace: SourcePlace
    var value: YAMLValue
  }

  var form: Form
  var place: SourcePlace

  /// What the value is, in words for messages.
  var kind: String {
    switch form {
    case .empty: "nothing"
    case .plain(let text): "`\(text)`"
    case .quoted(let text): "\"\(text.prefix(40))\""
    case .list: "a list"
    case .map: "a mapping"
    }
  }
}
