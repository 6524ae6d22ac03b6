import Canister
import Driver
import Hashing
import Replica

/// A canister's code as users name it: a module, or an executable that was compiled from one.
struct CanisterFile {
  let path: String
  let bytes: [UInt8]
  let description: CanisterDescription
  /// Nil for an executable.
  private let module: CanisterModule?

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
      do {
        description = try CanisterExecutable(reading: bytes).description
      } catch {
        throw CommandError.executableNotUsable(path, error)
      }
    } else {
      let module = try InstalledCanister.admit(bytes, path: path, subnet: subnet)
      self.module = module
      description = CanisterDescription(module)
    }
  }

  var isExecutable: Bool { module == nil }

  /// The name of a copy in the canister's folder: the module's hash comes first, and executables
  /// of one module differ.
  var name: String {
    isExecutable
      ? "\(description.moduleHash).\(SHA256.hexadecimalHash(bytes).prefix(16)).exe"
      : "\(description.moduleHash).wasm"
  }

  /// The code, ready to run: compiled, or found in the cache, or the copy at `copyPath`.
  func code(copyPath: String, engine: EngineOptions) throws -> CanisterCode {
    guard let module else {
      return CanisterCode(description, program: CanisterProgram(executablePath: copyPath))
    }
    let progress = ProgressLine(name: path)
    defer { progress.end() }
    return CanisterCode(
      module, program: try engine.makeEngine(report: progress.show).prepare(module))
  }
}
