/// Bytes that are members of coded values, as hexadecimal digits instead of a list of numbers.
///
/// Swift prefers these methods to those of the standard library where it makes the code for a type
/// that is `Codable`, in all files that import this target.
extension KeyedEncodingContainer {
  /// Encodes bytes as a text.
  package mutating func encode(_ bytes: [UInt8], forKey key: Key) throws {
    try encode(bytes.hexadecimal, forKey: key)
  }

  /// Encodes bytes as a text, if there are any.
  package mutating func encodeIfPresent(_ bytes: [UInt8]?, forKey key: Key) throws {
    try encodeIfPresent(bytes?.hexadecimal, forKey: key)
  }

  /// Encodes a list of texts.
  package mutating func encode(_ list: [[UInt8]], forKey key: Key) throws {
    try encode(list.map(\.hexadecimal), forKey: key)
  }
}

extension KeyedDecodingContainer {
  /// Decodes what was encoded as a text.
  package func decode(_ type: [UInt8].Type, forKey key: Key) throws -> [UInt8] {
    try bytes(try decode(String.self, forKey: key), of: key)
  }

  /// Decodes what was encoded as a text, if there is any.
  package func decodeIfPresent(_ type: [UInt8].Type, forKey key: Key) throws -> [UInt8]? {
    try decodeIfPresent(String.self, forKey: key).map { try bytes($0, of: key) }
  }

  /// Decodes a list of texts.
  package func decode(_ type: [[UInt8]].Type, forKey key: Key) throws -> [[UInt8]] {
    try decode([String].self, forKey: key).map { try bytes($0, of: key) }
  }

  private func bytes(_ text: String, of key: Key) throws -> [UInt8] {
    guard let bytes = [UInt8](hexadecimal: text) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "no pairs of hexadecimal digits")
    }
    return bytes
  }
}
