import Admission
import Executions
import Candid
import Testing

@testable import Subnet
@testable import SubnetHost

/// How much executions may do on each kind of subnet.
struct KindTests {
  /// The limits that a canister's process was told: of the installation, a message and a query.
  private static func limits(_ kind: SubnetKind) throws -> [UInt64?] {
    let fake = FakeSubnet()
    try fake.subnet.configure { $0.kind = kind }
    let id = try fake.add("a", methods: ["go": .update, "ask": .query]) { _ in .reply() }
    let canister = fake.launcher.launched[0]
    var limits = [canister.configurations.last?.instructionLimit]
    _ = try fake.go(id)
    limits.append(canister.configurations.last?.instructionLimit)
    _ = try fake.subnet.query(id, method: "ask", argument: [])
    limits.append(canister.configurations.last?.instructionLimit)
    return limits
  }

  @Test func limitsAreThoseOfTheKind() throws {
    #expect(try Self.limits(.application) == [nil, nil, nil])
    #expect(try Self.limits(.system) == [1_000_000_000_000, 50_000_000_000, nil])
    let most: UInt64 = 99_999_999_999_999
    #expect(try Self.limits(.benchmarking) == [nil, most, most])
  }

  @Test func systemSubnetsAreFree() throws {
    for kind in SubnetKind.allCases {
      let fake = FakeSubnet(.normal)
      try fake.subnet.configure { $0.kind = kind }
      try fake.add("a") { _ in .reply() }
      let isFree = fake.launcher.launched[0].configurations.last?.isFree
      #expect(isFree == (kind == .system))
    }
  }

  /// An explicit limit holds everywhere.
  @Test func chosenLimitsComeFirst() throws {
    let fake = FakeSubnet()
    try fake.subnet.configure { $0.kind = .system }
    try fake.subnet.configure { $0.instructionLimit = 7 }
    let id = try fake.add("a") { _ in .reply() }
    _ = try fake.go(id)
    let configurations = fake.launcher.launched[0].configurations
    #expect(configurations.allSatisfy { $0.instructionLimit == 7 })
  }

  /// What controllers have set is there again with the canister, and the low heap is told of once.
  @Test func settingsAreResumed() throws {
    let fake = FakeSubnet()
    let id = try fake.add("a", systemMethods: [.onLowWasmMemory]) { _ in
      var outcome = Outcome.nothing
      outcome.heapPages = 3
      return outcome
    }
    var settings = CanisterSettings()
    settings.environmentVariables = ["A": "b"]
    settings.wasmMemoryLimitBytes = 4 << 16
    settings.wasmMemoryThresholdBytes = 2 << 16
    _ = try fake.subnet.updateSettings(of: id, to: settings)
    _ = try fake.go(id)
    let log = fake.launcher.launched[0].log
    #expect(log.count { $0 == "onLowWasmMemory" } == 1)
    let canister = try #require(fake.subnet.state.canisters[id])
    #expect(canister.settings == settings && canister.lowMemory == .told)
  }
}
