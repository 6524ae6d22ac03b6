import Engines
import Files
import Compiler
import ObjectFiles
package import Admission
import CanisterProcess
import Hashing
import Subnet
import SubnetHost

/// A canister's code as users name it: a module, or an executable that was compiled from one.
package struct CanisterFile: Sendable {
  package let path: String
  package let bytes: [UInt8]
  package let description: CanisterDescription
  /// Nil for an executable.
  private let module: CanisterModule?
  /// An executable's own hash.
  private let executableHash: String?

  /// The content of a file, whose `path` is for errors; a module must be within the limits of the
  /// subnet.
  package init(_ bytes: [UInt8], path: String, on subnet: SubnetKind = .application) throws {
    self.path = path
    self.bytes = bytes
    if CanisterExecutable.isExecutable(bytes) {
      module = nil
      executableHash = SHA256.hexadecimalHash(bytes)
      do {
        description = try CanisterExecutable(reading: bytes).description
      } catch {
        throw WorkspaceError.executableNotUsable(path, error)
      }
    } else {
      let module = try Self.admit(bytes, path: path, subnet: subnet)
      self.module = module
      executableHash = nil
      description = CanisterDescription(module)
    }
  }

  package var isExecutable: Bool { module == nil }

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

  /// Reads a module and checks that it is a canister.
  package static func admit(
    _ bytes: [UInt8], path: String, subnet: SubnetKind = .application
  ) throws -> CanisterModule {
    if CanisterExecutable.isExecutable(bytes) { throw WorkspaceError.moduleIsExecutable(path) }
    do {
      return try CanisterModule.admit(bytes, subnet: subnet)
    } catch {
      throw CompilationError.notAdmitted(path: path, error)
    }
  }

  /// The code, ready to run: compiled, or found in the cache.
  ///
  /// An executable must be known, or else `trusts` has to say that it is trusted from now on; it is
  /// run from the cache, where nobody can change it.
  func code(trusts: Bool, _ delegate: any SessionDelegate) throws -> CanisterCode {
    if let module {
      return CanisterCode(module, program: try delegate.prepare(module, path: path))
    }
    guard let hash = executableHash else {
      preconditionFailure("what is no module is an executable")
    }
    delegate.note(.usesCache)
    if !TrustedCode.contains(hash: hash) {
      guard trusts else { throw WorkspaceError.executableNotTrusted(path) }
      // All the rest of the system is kept from it anyway.
      guard ProcessLauncher.confinesFiles else { throw WorkspaceError.filesNotConfined(path) }
      try TrustedCode.add(hash: hash)
    }
    let copyPath = try TrustedCode.executable(bytes, hash: hash)
    return CanisterCode(description, program: CanisterProgram(executablePath: copyPath))
  }
}
