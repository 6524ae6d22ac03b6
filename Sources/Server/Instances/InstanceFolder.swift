import Bytes
import Candid
import CanisterProcess
import Foundation
import Subnet
import SubnetHost
import Synchronization

/// Where an instance keeps its canisters' states: a folder for each subnet, named by its seed.
final class InstanceFolder: Sendable {
  let path: String
  /// Whether it is there for later instances.
  let isKept: Bool
  private let subnets = Mutex<[SubnetSettings]>([])
  /// Open while the folder belongs to an instance.
  private let lock = Mutex<Int32?>(nil)

  init(path: String, isKept: Bool) {
    self.path = path
    self.isKept = isKept
  }

  deinit { release() }

  /// Locks a folder for one instance, of any server, until it is released.
  func take() throws(ProtocolError) {
    guard isKept else { return }
    do {
      try SparseCopy.makeFolder(path)
    } catch {
      throw .trouble("\(error)")
    }
    let file = open("\(path)/lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0, flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      throw .stateNotTaken(path: path, reason: "another instance has it, or it can't be written")
    }
    lock.withLock { $0 = file }
  }

  /// Lets others have the folder.
  func release() {
    lock.withLock { file in
      if let file { close(file) }
      file = nil
    }
  }

  /// Notes a subnet, before it has canisters.
  func note(_ settings: SubnetSettings) { subnets.withLock { $0.append(settings) } }

  /// The folder of a subnet.
  func folder(of settings: SubnetSettings) -> String { "\(path)/\(settings.seed.hexadecimal)" }

  /// The folder of a subnet, by its id or by that of one of its canisters.
  func folder(ofSubnet id: Principal) -> String {
    let settings = subnets.withLock { subnets in
      subnets.first { $0.id == id } ?? subnets.first { $0.contains(id) }
    }
    return settings.map { folder(of: $0) } ?? path
  }
}

/// What is in the folder beside the canisters' states.
extension InstanceFolder {
  private var topologyPath: String { "\(path)/topology.json" }

  private static func statePath(_ folder: String) -> String { "\(folder)/subnet.json" }

  private static func modulePath(_ folder: String, _ hash: String) -> String {
    "\(folder)/modules/\(hash).wasm"
  }

  /// The instance that was here; nil if there was none.
  func savedInstance() throws(ProtocolError) -> SavedInstance? {
    try Self.read(SavedInstance.self, topologyPath)
  }

  func save(_ instance: SavedInstance) throws(StateError) {
    try SparseCopy.makeFolder(path)
    try Self.write(instance, to: topologyPath)
  }

  /// The subnet whose folder this is; nil if it is none.
  static func savedSubnet(in folder: String) throws(ProtocolError) -> SavedSubnet? {
    guard let subnet = try read(SavedSubnet.self, statePath(folder)) else { return nil }
    guard subnet.state.isPlausible else {
      throw .stateNotTaken(path: folder, reason: "no instance can have left it")
    }
    return subnet
  }

  /// Saves what is known of a subnet, and the modules of its canisters.
  func save(
    _ subnet: SavedSubnet, module: (_ identity: String) -> [UInt8]?
  ) throws(StateError) {
    let folder = folder(of: subnet.state.settings)
    try SparseCopy.makeFolder(folder)
    for identity in subnet.state.codeIdentities {
      if let bytes = module(identity) { try Self.save(bytes, hash: identity, in: folder) }
    }
    var subnet = subnet
    for (id, canister) in subnet.state.canisters where canister.code != nil {
      subnet.generations[id] = try? StateFolder(path: "\(folder)/\(id)").committed().generation
    }
    try Self.write(subnet, to: Self.statePath(folder))
  }

  /// Saves a module before a canister gets it: its state may exist before anything else is noted.
  func save(module: [UInt8], hash: String) throws(StateError) {
    guard isKept, let root = subnets.withLock({ $0.first }) else { return }
    try Self.save(module, hash: hash, in: folder(of: root))
  }

  private static func save(
    _ module: [UInt8], hash: String, in folder: String
  ) throws(StateError) {
    let path = modulePath(folder, hash)
    if FileManager.default.fileExists(atPath: path) { return }
    try SparseCopy.makeFolder("\(folder)/modules")
    try OwnFile.write(Data(module), to: path)
  }

  /// The module with this hash, of any subnet.
  func module(_ hash: String) throws(StateError) -> [UInt8]? {
    guard hash.utf8.count == 64, [UInt8](hexadecimal: hash) != nil else { return nil }
    for settings in subnets.withLock(\.self) {
      let path = Self.modulePath(folder(of: settings), hash)
      if let data = try OwnFile.read(path) { return [UInt8](data) }
    }
    return nil
  }

  private static func read<Value: Decodable>(
    _ type: Value.Type, _ path: String
  ) throws(ProtocolError) -> Value? {
    do {
      guard let data = try OwnFile.read(path) else { return nil }
      return try JSONDecoder().decode(type, from: data)
    } catch let error as StateError {
      throw .trouble("\(error)")
    } catch {
      throw .stateNotTaken(path: path, reason: "Tinsmith has not written it")
    }
  }

  private static func write(_ value: some Encodable, to path: String) throws(StateError) {
    do {
      try OwnFile.write(try JSONEncoder().encode(value), to: path)
    } catch let error as StateError {
      throw error
    } catch {
      throw .fileNotWritten(path, reason: "\(error)")
    }
  }
}

extension SubnetState {
  /// By what the host knows the code that canisters have, or their snapshots.
  fileprivate var codeIdentities: Set<String> {
    Set(
      canisters.values.flatMap { canister in
        [canister.code].compactMap(\.self) + canister.snapshots.compactMap(\.code)
      }.map(\.identity))
  }
}
