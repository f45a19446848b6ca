/// What authorities know a company by, as audit files state it (`legal` in a company's file). No figure
/// depends on it.
public struct LegalIdentity: Hashable, Sendable {
  /// Its number in the register of companies; at most 35 characters, as all of its texts that have no
  /// other length.
  public var registrationNumber: String
  /// Its number with the tax authority; may be missing.
  public var taxNumber: String?
  /// ISO 3166-1 code of two letters.
  public var country: String
  /// Street and number, at most 70 characters; may be missing.
  public var street: String?
  /// City.
  public var city: String
  /// Postal code, at most 18 characters; may be missing.
  public var postalCode: String?
  /// Whom authorities may ask.
  public var contact: Contact

  /// A person to ask.
  public struct Contact: Hashable, Sendable {
    /// First name.
    public var firstName: String
    /// Last name, at most 70 characters.
    public var lastName: String
    /// Telephone number, at most 18 characters.
    public var telephone: String
    /// Address of electronic mail, at most 70 characters; may be missing.
    public var email: String?
  }

  /// Decodes `legal`; `nil` where it is missing or wrong, which the log then says.
  static func decode(_ map: YAMLMap) -> LegalIdentity? {
    map.map("legal") { map -> LegalIdentity? in
      let contact = map.map("contact") { map -> Contact? in
        Contact(
          firstName: required(map, "first_name"), lastName: required(map, "last_name", 70),
          telephone: required(map, "telephone", 18), email: optional(map, "email", 70))
      }
      if contact == nil, !map.has("contact") {
        map.log.add("`contact` is missing in `legal`", at: map.place)
      }
      let identity = LegalIdentity(
        registrationNumber: required(map, "registration_number"),
        taxNumber: optional(map, "tax_number", 35), country: country(map),
        street: optional(map, "street", 70), city: required(map, "city"),
        postalCode: optional(map, "postal_code", 18),
        contact: contact ?? Contact(firstName: "", lastName: "", telephone: ""))
      return contact == nil ? nil : identity
    }
  }

  private static func country(_ map: YAMLMap) -> String {
    let country = map.name("country")
    let isCode = country.utf8.count == 2 && country.utf8.allSatisfy { (65...90).contains($0) }
    if !country.isEmpty, !isCode {
      map.log.add(
        "`country` is a code of two letters such as AT, not `\(country)`", at: map.place("country"))
    }
    return country
  }

  private static func required(_ map: YAMLMap, _ key: String, _ limit: Int = 35) -> String {
    checked(map.name(key), map, key, limit)
  }

  private static func optional(_ map: YAMLMap, _ key: String, _ limit: Int) -> String? {
    map.optionalName(key).map { checked($0, map, key, limit) }
  }

  private static func checked(_ text: String, _ map: YAMLMap, _ key: String, _ limit: Int) -> String
  {
    if text.unicodeScalars.count > limit {
      map.log.add("`\(key)` has at most \(limit) characters", at: map.place(key))
    }
    return text
  }
}
