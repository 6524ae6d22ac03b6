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
    guard CanisterExecutable.isExecutable(bytes) else {
      let module = try Self.admit(bytes, path: path, subnet: subnet)
      self.init(module, bytes: bytes, path: path)
      return
    }
    do throws(CanisterExecutableError) {
      self.init(
        path: path, bytes: bytes, description: try CanisterExecutable(reading: bytes).description,
        module: nil, executableHash: SHA256.hexadecimalHash(bytes))
    } catch {
      throw WorkspaceError.executableNotUsable(path, error)
    }
  }

  /// The code of a module that was admitted.
  init(_ module: CanisterModule, bytes: [UInt8], path: String) {
    self.init(
      path: path, bytes: bytes, description: CanisterDescription(module), module: module,
      executableHash: nil)
  }

  private init(
    path: String, bytes: [UInt8], description: CanisterDescription, module: CanisterModule?,
    executableHash: String?
  ) {
    self.path = path
    self.bytes = bytes
    self.description = description
    self.module = module
    self.executableHash = executableHash
  }

  package var isExecutable: Bool { module == nil }

  /// What a network knows the code by: the module's hash comes first, and executables of one module
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
  /// run from the cache, where nobody can change it.
  func code(trusts: Bool, _ delegate: any SessionDelegate) throws -> CanisterCode {
    if let module { return code(try delegate.prepare(module, path: path)) }
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
    return code(CanisterProgram(executablePath: copyPath))
  }

  private func code(_ program: CanisterProgram) -> CanisterCode {
    CanisterCode(
      program: program, description: codeDescription, metadata: description.metadata,
      module: isExecutable ? nil : bytes)
  }

  /// What the subnet must know of the code.
  var codeDescription: CodeDescription {
    var code = CodeDescription(description, identity: identity)
    if !isExecutable { code.sizes.moduleBytes = UInt64(bytes.count) }
    return code
  }
}
