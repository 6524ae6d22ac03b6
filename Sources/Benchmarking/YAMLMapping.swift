import Yams

/// A mapping of a file in YAML, with its keys as they are written.
///
/// A decoder gives some keys a meaning of their own: `<<` stands for what is merged into a mapping.
/// Here they are names, as a scope may have them.
struct YAMLMapping {
  /// Where the mapping is, for errors; empty for the file itself.
  private let place: String
  private let entries: [(key: String, node: Node)]

  /// Why something is not what it should be.
  struct Failure: Error {
    let reason: String
  }

  /// The mapping that a file is.
  init(text: String) throws(Failure) {
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch {
      throw Failure(reason: YAMLFile.reason(error))
    }
    guard let node else { throw Failure(reason: "it is empty") }
    try self.init(node, place: "")
  }

  private init(_ node: Node, place: String) throws(Failure) {
    self.place = place
    guard case .mapping(let mapping) = node else { throw Self.mismatch(place) }
    var entries: [(key: String, node: Node)] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else { throw Self.mismatch(place) }
      entries.append((scalar.string, value))
    }
    self.entries = entries
  }

  private static func mismatch(_ place: String) -> Failure {
    Failure(
      reason: (place.isEmpty ? "" : place + ": ") + "not a value of the type that belongs there")
  }

  /// The mappings in this one, in the order of the file.
  func mappings() throws(Failure) -> [(key: String, mapping: YAMLMapping)] {
    var mappings: [(key: String, mapping: YAMLMapping)] = []
    for entry in entries {
      mappings.append((entry.key, try YAMLMapping(entry.node, place: path(to: entry.key))))
    }
    return mappings
  }

  /// The mapping with this key; nil without it.
  func mapping(_ key: String) throws(Failure) -> YAMLMapping? {
    guard let node = node(key) else { return nil }
    return try YAMLMapping(node, place: path(to: key))
  }

  /// The same of a key that must be there.
  func requiredMapping(_ key: String) throws(Failure) -> YAMLMapping {
    guard let mapping = try mapping(key) else { throw missing(key) }
    return mapping
  }

  /// The text of a key that must be there.
  func requiredText(_ key: String) throws(Failure) -> String {
    guard let node = node(key) else { throw missing(key) }
    guard case .scalar(let scalar) = node else { throw Self.mismatch(path(to: key)) }
    return scalar.string
  }

  /// The number of a key; nil without it.
  func number(_ key: String) throws(Failure) -> UInt64? {
    guard let node = node(key) else { return nil }
    guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any,
      let number = UInt64(scalar.string)
    else { throw Self.mismatch(path(to: key)) }
    return number
  }

  private func node(_ key: String) -> Node? { entries.first { $0.key == key }?.node }

  private func path(to key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

  private func missing(_ key: String) -> Failure {
    Failure(reason: (place.isEmpty ? "" : place + ": ") + "the key \(key) is missing")
  }
}
