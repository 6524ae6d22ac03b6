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
  package let description: CanisterDescription
  private let content: Content

  private enum Content: Sendable {
    case module(CanisterModule)
    /// A module that a subnet of this kind has admitted before.
    case admitted([UInt8], SubnetKind)
    case executable([UInt8], hash: String)
  }

  /// The content of a file, whose `path` is for errors; a module must be within the limits of the
  /// subnet.
  package init(_ bytes: [UInt8], path: String, on subnet: SubnetKind = .application) throws {
    guard CanisterExecutable.isExecutable(bytes) else {
      self.init(try Self.admit(bytes, path: path, subnet: subnet), path: path)
      return
    }
    do throws(CanisterExecutableError) {
      self.init(
        path: path, try CanisterExecutable(reading: bytes).description,
        .executable(bytes, hash: SHA256.hexadecimalHash(bytes)))
    } catch {
      throw WorkspaceError.executableNotUsable(path, error)
    }
  }

  /// The code of a module that was admitted.
  init(_ module: CanisterModule, path: String) {
    let description = CanisterDescription(module)
    self.init(path: path, description, .module(module))
    AdmittedModules.note(description, on: module.subnet)
  }

  /// The copy of code with this identity, as it was kept; it is not admitted again where that is
  /// known to have been done.
  init(copy bytes: [UInt8], of identity: String, path: String, on subnet: SubnetKind) throws {
    if SHA256.hexadecimalHash(bytes) == identity,
      let description = AdmittedModules.description(of: identity, on: subnet)
    {
      self.init(path: path, description, .admitted(bytes, subnet))
    } else {
      try self.init(bytes, path: path, on: subnet)
    }
  }

  private init(path: String, _ description: CanisterDescription, _ content: Content) {
    self.path = path
    self.description = description
    self.content = content
  }

  /// All of the file.
  package var bytes: [UInt8] {
    switch content {
    case .module(let module): module.bytes
    case .admitted(let bytes, _), .executable(let bytes, _): bytes
    }
  }

  package var isExecutable: Bool { executableHash != nil }

  /// An executable's own hash; nil for modules.
  private var executableHash: String? {
    if case .executable(_, let hash) = content { hash } else { nil }
  }

  /// The network's key of the code: the module's hash comes first, and executables of one module
  /// differ.
  var identity: String {
    guard let executableHash else { return description.moduleHash }
    return "\(description.moduleHash).\(executableHash.prefix(16))"
  }

  /// The name of a copy of the code with this identity; nil for what is no identity.
  static func copyName(_ identity: String) -> String? {
    guard let match = identity.wholeMatch(of: #/[0-9a-f]{64}(\.[0-9a-f]{16})?/#) else { return nil }
    return identity + (match.output.1 == nil ? ".wasm" : ".exe")
  }

  /// The identity of the code that a file of this name is a copy of; nil for other files.
  static func identity(ofCopy name: String) -> String? {
    [".wasm", ".exe"].lazy.filter(name.hasSuffix).map { String(name.dropLast($0.count)) }
      .first { copyName($0) == name }
  }

  /// The hash of the module that code with this identity was made of.
  package static func moduleHash(_ identity: String) -> String { String(identity.prefix(64)) }

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
  /// run from the cache, where other users can't change it.
  func code(trusts: Bool, _ delegate: any SessionDelegate) throws -> CanisterCode {
    switch content {
    case .module(let module): return code(try delegate.prepare(module, path: path))
    case .admitted(let bytes, let subnet):
      if let program = try delegate.preparedProgram(of: description.moduleHash, on: subnet) {
        return code(program)
      }
      let module = try Self.admit(bytes, path: path, subnet: subnet)
      return code(try delegate.prepare(module, path: path))
    case .executable(let bytes, let hash):
      delegate.note(.usesCache)
      if !TrustedCode.contains(hash: hash) {
        guard trusts else { throw WorkspaceError.executableNotTrusted(path) }
        // All the rest of the system is kept from it anyway.
        guard ProcessLauncher.confinesFiles else { throw WorkspaceError.filesNotConfined(path) }
        try TrustedCode.add(hash: hash)
      }
      let copyPath = try TrustedCode.executable(bytes, hash: hash)
      return code(CanisterProgram(executablePath: copyPath))
    }
  }

  private func code(_ program: CanisterProgram) -> CanisterCode {
    CanisterCode(
      program: program, description: codeDescription, metadata: description.metadata,
      module: isExecutable ? nil : bytes)
  }

  /// The description of the code for the subnet.
  var codeDescription: CodeDescription {
    CodeDescription(description, identity: identity)
  }
}
