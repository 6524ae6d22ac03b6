/// Principals in JSON are texts, as people write them, also as the keys of objects.
extension Principal: Codable, CodingKeyRepresentable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do {
      self = try Principal(text: text)
    } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(error)")
    }
  }

  /// Encodes the text form.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  package init?(codingKey: some CodingKey) {
    guard let principal = try? Principal(text: codingKey.stringValue) else { return nil }
    self = principal
  }

  package var codingKey: any CodingKey { Key(stringValue: description) }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
