import TestSupport
import Testing
import Validation
import WebAssembly

/// A real canister of 1.27 MB.
@Suite(.enabled(if: Fixtures.isAvailable(Fixtures.ledger), "\(Fixtures.absence)"))
struct LedgerTests {
  @Test(arguments: [Features.core, .ic])
  func isValid(_ features: Features) throws {
    let bytes = try #require(Fixtures.bytes(Fixtures.ledger))
    let module = try Validator.validate(
      try ModuleDecoder(features: features).decode(bytes), features: features)
    #expect(module.module.bodies.count == 2367)
    #expect(module.importedFunctionCount == 29)
    #expect(SideTableChecker.complaint(about: module) == nil)
  }
}
