import Synchronization

/// All instances that there are and were, by their numbers, which are never given again.
final class InstanceRegistry: Sendable {
  private let slots = Mutex<[Slot]>([])

  private enum Slot {
    case beingMade
    case available(Instance)
    case deleted
  }

  /// How many instances there may be at once.
  private static let limit = 10_000

  /// Makes an instance, and returns its number; one that can't be made counts as deleted.
  func add(
    _ make: (_ number: Int) async throws(ProtocolError) -> Instance
  ) async throws(ProtocolError) -> (number: Int, Instance) {
    let number = slots.withLock { slots -> Int? in
      let count = slots.count { if case .deleted = $0 { false } else { true } }
      guard count < Self.limit else { return nil }
      slots.append(.beingMade)
      return slots.count - 1
    }
    guard let number else { throw .tooManyInstances(limit: Self.limit) }
    do {
      let instance = try await make(number)
      slots.withLock { $0[number] = .available(instance) }
      return (number, instance)
    } catch {
      slots.withLock { $0[number] = .deleted }
      throw error
    }
  }

  /// The instance with this number, as a path has it.
  subscript(number: String) -> Instance {
    get throws(ProtocolError) {
      let slot = slots.withLock { slots in
        Int(number).flatMap { slots.indices.contains($0) ? slots[$0] : nil }
      }
      switch slot {
      case .available(let instance): return instance
      case .deleted: throw .instanceDeleted
      case .beingMade, nil: throw .instanceNotFound
      }
    }
  }

  /// Takes an instance away, to be ended; nil if that was done before.
  func remove(_ number: String) throws(ProtocolError) -> Instance? {
    let slot = slots.withLock { slots -> Slot? in
      guard let index = Int(number), slots.indices.contains(index) else { return nil }
      defer { if case .available = slots[index] { slots[index] = .deleted } }
      return slots[index]
    }
    switch slot {
    case .available(let instance): return instance
    case .deleted: return nil
    case .beingMade, nil: throw .instanceNotFound
    }
  }

  /// Takes all of them away.
  func removeAll() -> [Instance] {
    slots.withLock { slots in
      let instances = slots.compactMap { slot -> Instance? in
        if case .available(let instance) = slot { instance } else { nil }
      }
      slots = slots.map { _ in .deleted }
      return instances
    }
  }

  /// What clients read of each.
  var statuses: [String] {
    slots.withLock { slots in
      slots.map { slot in
        switch slot {
        case .available: "Available"
        case .beingMade: "Busy(CreateInstance)"
        case .deleted: "Deleted"
        }
      }
    }
  }
}
