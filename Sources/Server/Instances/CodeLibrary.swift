import Admission
import Engines
import Hashing
import Subnet
import SubnetHost
import Synchronization

/// The code of modules that instances install, each made ready once for all of them.
final class CodeLibrary: Sendable {
  private let engine: any Engine
  private let shelf = Mutex(Shelf())

  /// How many modules are remembered; the engine finds others again in its cache.
  private static let capacity = 64

  private struct Shelf {
    var entries: [String: Entry] = [:]
    /// The names of the entries, the one that was used last at the end.
    var order: [String] = []
  }

  /// The first request makes the code, and others wait for it.
  private final class Entry: Sendable {
    let code = Mutex<CanisterCode?>(nil)
  }

  init(engine: any Engine) { self.engine = engine }

  /// The code of a module; throws `AdmissionError` if no canister may have it on such a subnet.
  func code(of bytes: [UInt8], on kind: SubnetKind) throws -> CanisterCode {
    let entry = entry("\(SHA256.hexadecimalHash(bytes)) \(kind)")
    return try entry.code.withLock { code in
      if let code { return code }
      let module = try CanisterModule.admit(bytes, subnet: kind)
      let made = CanisterCode(module, program: try engine.prepare(module))
      code = made
      return made
    }
  }

  /// The code of a module that a canister of an instance is about to get.
  func code(
    of bytes: [UInt8], for folder: InstanceFolder, on kind: SubnetKind
  ) throws -> CanisterCode {
    let code = try code(of: bytes, on: kind)
    try folder.save(module: bytes, hash: code.description.identity)
    return code
  }

  /// The code of a module that an instance keeps, by its hash.
  func code(withHash hash: String, in folder: InstanceFolder) throws -> CanisterCode {
    guard let module = try folder.module(hash) else { throw SubnetError.unknownCode(hash) }
    // A subnet of the instance, of any kind, has admitted it: those for benchmarks admit all.
    return try code(of: module, on: .benchmarking)
  }

  private func entry(_ name: String) -> Entry {
    shelf.withLock { shelf in
      let entry = shelf.entries[name] ?? Entry()
      shelf.entries[name] = entry
      shelf.order.removeAll { $0 == name }
      shelf.order.append(name)
      if shelf.order.count > Self.capacity {
        shelf.entries[shelf.order.removeFirst()] = nil
      }
      return entry
    }
  }
}
