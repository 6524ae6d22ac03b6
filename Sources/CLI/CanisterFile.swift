import Admission
import CanisterProcess
import Engines
import Files
import Hashing
import ObjectFiles
import SubnetHost

/// A canister's code as users name it: a module, or an executable that was compiled from one.
struct CanisterFile {
  let path: String
  let bytes: [UInt8]
  let description: CanisterDescription
  /// Nil for an executable.
  private let module: CanisterModule?
  /// An executable's own hash.
  private let executableHash: String?

  /// Reads a file that the user names; a module must be within the limits of the subnet.
  init(reading path: String, on subnet: SubnetKind = .application) throws {
    try self.init(try ModuleFile.read(path), path: path, on: subnet)
  }

  /// The content of a file; `path` is for errors.
  init(_ bytes: [UInt8], path: String, on subnet: SubnetKind = .application) throws {
    self.path = path
    self.bytes = bytes
    if CanisterExecutable.isExecutable(bytes) {
      module = nil
      executableHash = SHA256.hexadecimalHash(bytes)
      do {
        description = try CanisterExecutable(reading: bytes).description
      } catch {
        throw CommandError.executableNotUsable(path, error)
      }
    } else {
      let module = try InstalledCanister.admit(bytes, path: path, subnet: subnet)
      self.module = module
      executableHash = nil
      description = CanisterDescription(module)
    }
  }

  var isExecutable: Bool { module == nil }

  /// The name of a copy in the canister's folder: the module's hash comes first, and executables
  /// of one module differ.
  var name: String {
    if let executableHash { return "\(description.moduleHash).\(executableHash.prefix(16)).exe" }
    return "\(description.moduleHash).wasm"
  }

  /// Whether a file in a canister's folder is such a copy, by its name.
  static func isName(_ name: String) -> Bool {
    name.wholeMatch(of: #/[0-9a-f]{64}\.([0-9a-f]{16}\.exe|wasm)/#) != nil
  }

  /// The code, ready to run: compiled, or found in the cache.
  ///
  /// An executable must be known, or else trusted from now on; it is run from the cache, where
  /// nobody can change it.
  func code(engine: EngineOptions, trust: Bool) throws -> CanisterCode {
    if let executableHash { return try executable(executableHash, trust: trust) }
    guard let module else { preconditionFailure("what is no executable is a module") }
    let progress = ProgressLine(name: path)
    defer { progress.end() }
    return CanisterCode(
      module, program: try engine.makeEngine(report: progress.show).prepare(module))
  }

  private func executable(_ hash: String, trust: Bool) throws -> CanisterCode {
    CacheNote.show()
    if !TrustedCode.contains(hash: hash) {
      guard trust else { throw CommandError.executableNotTrusted(path) }
      // All the rest of the system is kept from it anyway.
      guard ProcessLauncher.confinesFiles else { throw CommandError.filesNotConfined(path) }
      try TrustedCode.add(hash: hash)
    }
    let copyPath = try TrustedCode.executable(bytes, hash: hash)
    return CanisterCode(description, program: CanisterProgram(executablePath: copyPath))
  }
}
