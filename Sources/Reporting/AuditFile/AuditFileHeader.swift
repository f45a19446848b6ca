public import AccountingValues

/// What an audit file says of itself: whose books, which days, which currency.
public struct AuditFileHeader: Hashable, Sendable {
  /// A person or a place that tax authorities can turn to.
  public struct Contact: Hashable, Sendable {
    /// First name.
    public var firstName: String
    /// Last name.
    public var lastName: String
    /// Telephone number, at most 18 characters.
    public var telephone: String
    /// Address of electronic mail; may be missing.
    public var email: String?

    /// A contact from its parts.
    public init(firstName: String, lastName: String, telephone: String, email: String? = nil) {
      self.firstName = firstName
      self.lastName = lastName
      self.telephone = telephone
      self.email = email
    }
  }

  /// Where the company is.
  public struct Address: Hashable, Sendable {
    /// Street and number; may be missing.
    public var street: String?
    /// City.
    public var city: String
    /// Postal code; may be missing.
    public var postalCode: String?
    /// ISO 3166-1 code of two letters.
    public var country: String

    /// An address from its parts.
    public init(street: String? = nil, city: String, postalCode: String? = nil, country: String) {
      self.street = street
      self.city = city
      self.postalCode = postalCode
      self.country = country
    }
  }

  /// The company's legal name.
  public var company: String
  /// Its number in the register of companies.
  public var registrationNumber: String
  /// Its number with the tax authority; may be missing.
  public var taxNumber: String?
  /// Where it is.
  public var address: Address
  /// Whom to ask.
  public var contact: Contact
  /// The version of the program.
  public var softwareVersion: String
  /// The day the file is of.
  public var created: CivilDate
  /// The currency of its amounts, which has at most two decimals.
  public var base: Currency
  /// The first day of the entries.
  public var first: CivilDate
  /// The last day of the entries.
  public var last: CivilDate
  /// A sentence about its origin.
  public var comment: String

  /// A header from its parts.
  public init(
    company: String, registrationNumber: String, taxNumber: String?, address: Address,
    contact: Contact, softwareVersion: String, created: CivilDate, base: Currency,
    first: CivilDate, last: CivilDate, comment: String
  ) {
    self.company = company
    self.registrationNumber = registrationNumber
    self.taxNumber = taxNumber
    self.address = address
    self.contact = contact
    self.softwareVersion = softwareVersion
    self.created = created
    self.base = base
    self.first = first
    self.last = last
    self.comment = comment
  }
}
