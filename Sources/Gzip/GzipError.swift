/// Why bytes in gzip format could not be decompressed.
package enum GzipError: Error, Hashable, Sendable {
  /// The bytes do not begin as a gzip stream does, or are too few for one.
  case tooShort
  /// The last four bytes claim a larger size than the caller wants.
  case tooLarge(claimedBytes: Int, limitBytes: Int)
  /// What was extracted is not what the last four bytes claim. More than a byte too many is never
  /// extracted.
  case sizeMismatch(claimedBytes: Int, extractedBytes: Int)
  /// The compressed data is broken.
  case corrupt(Corruption)

  /// What zlib found wrong.
  package enum Corruption: Hashable, Sendable {
    case invalidData
    case truncated
    case needsDictionary
    case outOfMemory
  }
}

extension GzipError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooShort: "gzip stream is too short"
    case .tooLarge(let claimed, let limit):
      "uncompressed size of \(claimed) exceeds the maximum allowed size of \(limit)"
    case .sizeMismatch(let claimed, let extracted):
      "specified uncompressed size \(claimed) does not match extracted size \(extracted)"
    case .corrupt(.invalidData): "invalid compressed data or checksum"
    case .corrupt(.truncated): "unexpected end of compressed data"
    case .corrupt(.needsDictionary): "compressed data needs a dictionary"
    case .corrupt(.outOfMemory): "not enough memory to decompress"
    }
  }
}
