import CanisterProcess
import Engines
import Testing

@testable import Subnet
@testable import SubnetHost

/// Where the modules in snapshots come from.
struct SnapshotModuleTests {
  private static let hash = [UInt8](repeating: 0xAB, count: 32)
  private static let digits = String(repeating: "ab", count: 32)

  /// Code that a host finds by its identity, or knows from the beginning.
  private static func code(_ identity: String, module: [UInt8]?) -> CanisterCode {
    CanisterCode(
      program: CanisterProgram(executablePath: identity),
      description: CodeDescription(identity: identity, methods: [:]), module: module)
  }

  @Test(arguments: [digits, "\(digits).1234"], [false, true])
  func theyAreFoundByTheirHash(identity: String, isKnown: Bool) {
    let fake = FakeSubnet()
    let module = Self.code(Self.digits, module: [1, 2])
    if isKnown { fake.subnet.keep(module) }
    fake.subnet.codeFinder = { identity in
      if identity == Self.digits { return module }
      return Self.code(identity, module: nil)
    }
    #expect(fake.subnet.module(of: CodeDescription(identity: identity, methods: [:])) == [1, 2])
  }

  @Test func executablesHaveNone() {
    let fake = FakeSubnet()
    let code = Self.code("\(Self.digits).1234", module: nil)
    fake.subnet.keep(code)
    #expect(fake.subnet.module(of: code.description) == nil)
  }
}
