internal import Foundation

/// The names of the IANA time zone database, as the system knows them.
enum TimeZoneName {
  static func isKnown(_ name: String) -> Bool {
    // Foundation also takes abbreviations and offsets, which have no daylight saving rules.
    (name.contains("/") || name == "UTC") && TimeZone(identifier: name) != nil
  }
}
