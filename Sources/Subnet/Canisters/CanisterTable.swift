package import Candid

/// The canisters of a subnet, in the order of their ids.
///
/// It is used like a dictionary, but changes a canister where it is: a dictionary would copy all of
/// it for each cycle that is charged.
package struct CanisterTable: Equatable, Sendable {
  /// The ids, in order.
  package private(set) var keys: [Principal] = []
  /// None is nil, but while it is being changed.
  private var states: [CanisterState?] = []
  private var indices: [Principal: Int] = [:]

  /// A table without canisters.
  package init() {}

  /// The canister with an id, if there is one; it is removed by nil.
  package subscript(id: Principal) -> CanisterState? {
    get { indices[id].flatMap { states[$0] } }
    _modify {
      if let index = indices[id] {
        yield &states[index]
        if case nil = states[index] { remove(at: index) }
      } else {
        var state: CanisterState?
        yield &state
        if let state { insert(state, as: id) }
      }
    }
  }

  /// The canisters without their ids.
  package var values: some Collection<CanisterState> { states.lazy.compactMap(\.self) }

  private mutating func insert(_ state: CanisterState, as id: Principal) {
    let index =
      keys.lastIndex { $0.bytes.lexicographicallyPrecedes(id.bytes) }.map { $0 + 1 } ?? 0
    keys.insert(id, at: index)
    states.insert(state, at: index)
    renumber(from: index)
  }

  private mutating func remove(at index: Int) {
    indices[keys[index]] = nil
    keys.remove(at: index)
    states.remove(at: index)
    renumber(from: index)
  }

  private mutating func renumber(from start: Int) {
    for index in start..<keys.count { indices[keys[index]] = index }
  }
}

extension CanisterTable: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { keys.count }

  package subscript(index: Int) -> (key: Principal, value: CanisterState) {
    guard let state = states[index] else { preconditionFailure("the canister is being changed") }
    return (keys[index], state)
  }
}

/// As a dictionary.
extension CanisterTable: Codable {
  package init(from decoder: any Decoder) throws {
    for (id, state) in try [Principal: CanisterState](from: decoder) { self[id] = state }
  }

  /// Encodes the canisters by their ids.
  package func encode(to encoder: any Encoder) throws {
    try Dictionary(uniqueKeysWithValues: map { ($0.key, $0.value) }).encode(to: encoder)
  }
}
