import Foundation
import SpecSuite
import TestSupport
import Testing
import Validation
import WebAssembly

/// The side tables of all modules that the official test suite calls valid can be followed.
///
/// Whether modules are accepted and refused as the suite says, `SpecTests` looks at.
@Suite(
  .enabled(if: OfficialSuite.isAvailable, "\(OfficialSuite.absence)"),
  .enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct SideTableTests {
  @Test(arguments: OfficialSuite.scripts)
  func sideTablesCanBeFollowed(_ url: URL) throws {
    let program = try #require(WasmTools.program)
    for command in try WastConverter(program: program).read(url).commands {
      guard let bytes = command.kind.validModule, let module = try Self.validated(bytes)
      else { continue }
      if let complaint = SideTableChecker.complaint(about: module) {
        Issue.record("\(url.lastPathComponent):\(command.line): \(complaint)")
      }
    }
  }

  /// The module; nil if it uses an extension that is refused by name.
  private static func validated(_ bytes: [UInt8]) throws -> ValidatedModule? {
    let module: Module
    do throws(DecodingError) {
      module = try ModuleDecoder().decode(bytes)
    } catch {
      if case .refused = error.kind { return nil }
      throw error
    }
    return try Validator.validate(module)
  }
}

extension WastScript.Kind {
  /// The bytes of a command's module, if the suite calls it valid.
  fileprivate var validModule: [UInt8]? {
    switch self {
    case .module(_, .binary(let bytes)), .definition(_, .binary(let bytes)),
      .assertUnlinkable(.binary(let bytes), _), .assertUninstantiable(.binary(let bytes), _):
      bytes
    case .module, .definition, .instance, .register, .action, .assertReturn, .assertTrap,
      .assertExhaustion, .assertException, .assertMalformed, .assertInvalid, .assertUnlinkable,
      .assertUninstantiable:
      nil
    }
  }
}
