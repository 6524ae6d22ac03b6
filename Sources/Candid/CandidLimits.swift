/// Limits of messages and texts, as few bytes can require much memory or time.
enum CandidLimits {
  /// Entries of a message's table of types.
  static let maximumTypeCount = 10_000
  /// Options, vectors, records, variants and the like around each other, in a value or a type.
  static let maximumDepth = 512
  /// Files that an interface imports, directly or through others.
  static let maximumImportCount = 100
  /// Bytes of one number: converting a longer one to digits takes too long.
  static let maximumNumberSizeBytes = 128 * 1024
  /// Values that take no bytes of their own, in a message.
  static let freeValueCount = 2_000_000
  /// Values a byte, besides.
  static let valuesPerByte = 16
}
