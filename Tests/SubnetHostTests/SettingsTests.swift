import Admission
import Executions
import Candid
import Testing

@testable import Subnet
@testable import SubnetHost

/// Settings, uninstallation, and what depends on settings.
struct SettingsTests {
  @Test func canistersAreToldTheirSettings() throws {
    let fake = FakeSubnet()
    let id = try fake.add("a") { _ in .reply() }
    var settings = CanisterSettings()
    settings.wasmMemoryLimitBytes = 65536
    settings.environmentVariables = ["NAME": "value"]
    #expect(
      try fake.subnet.updateSettings(of: id, to: settings).result
        == .reply(ManagementMessage.emptyReply))
    _ = try fake.go(id)
    let configuration = try #require(fake.launcher.launched[0].configurations.last)
    #expect(configuration.wasmMemoryLimitBytes == 65536)
    #expect(configuration.environmentVariables == ["NAME": "value"])
    #expect(configuration.version == 2)
  }

  @Test func onlyControllersHaveASay() throws {
    let fake = FakeSubnet()
    let id = try fake.add("a") { _ in .reply() }
    fake.subnet.sender = Principal(canisterIndex: 99)
    for report in [
      try fake.subnet.updateSettings(of: id, to: CanisterSettings()), try fake.subnet.uninstall(id),
    ] {
      guard case .reject(let error) = report.result else {
        Issue.record("\(report.result)")
        continue
      }
      #expect(error.code == 512)
    }
    let nobody = Principal(canisterIndex: 77)
    #expect(try fake.subnet.uninstall(nobody).result == .reject(.canisterNotFound(nobody)))
  }

  @Test func uninstalledCanistersAreEmpty() throws {
    let fake = FakeSubnet()
    let id = try fake.add("a") { _ in .reply() }
    #expect(try fake.subnet.uninstall(id).result == .reply(ManagementMessage.emptyReply))
    #expect(fake.launcher.launched[0].isClosed)
    #expect(try fake.go(id) == .reject(.noModule(id)))
    let code = fake.code("b") { $0.entry == .install ? .nothing : .reply([1]) }
    _ = try fake.subnet.install(code, on: id, mode: .install, argument: [])
    #expect(try fake.go(id) == .reply([1]))
  }

  @Test func littleHeapIsToldOnce() throws {
    let fake = FakeSubnet()
    let id = try fake.add("a", systemMethods: [.onLowWasmMemory]) { execution in
      var outcome = execution.entry == .update ? Outcome.reply() : .nothing
      outcome.heapPages = UInt64(execution.argument.first ?? 9)
      return outcome
    }
    var settings = CanisterSettings()
    settings.wasmMemoryLimitBytes = 10 * 65536
    settings.wasmMemoryThresholdBytes = 2 * 65536
    _ = try fake.subnet.updateSettings(of: id, to: settings)
    for pages: UInt8 in [8, 9, 9, 5, 9] { _ = try fake.go(id, [pages]) }
    let log = fake.launcher.launched[0].log
    let told = "onLowWasmMemory"
    #expect(
      log == ["install held", "commit", "update", "update", told, "update"]
        + ["update", "update", told])
  }

  @Test func upgradesMayLeavePreUpgradeOut() throws {
    let fake = FakeSubnet()
    let id = try fake.add("a") { _ in .nothing }
    let new = fake.code("b") { $0.entry == .postUpgrade ? .nothing : .reply([1]) }
    let options = UpgradeOptions(skipsPreUpgrade: true)
    _ = try fake.subnet.install(new, on: id, mode: .upgrade, argument: [], options: options)
    #expect(fake.launcher.launched[0].log == ["install held", "commit"])
    #expect(fake.launcher.launched[1].log == ["postUpgrade held", "commit"])
    #expect(try fake.go(id) == .reply([1]))
  }

  @Test func keepingTheHeapNeedsCodeForIt() throws {
    let fake = FakeSubnet()
    let id = try fake.add("a", keepsHeap: true) { _ in .nothing }
    let plain = fake.code("b") { _ in .nothing }
    func upgrade(keepsHeap: Bool?) throws -> MessageResult {
      try fake.subnet.install(
        plain, on: id, mode: .upgrade, argument: [], options: .init(keepsHeap: keepsHeap)
      ).result
    }
    #expect(try upgrade(keepsHeap: nil) == .reject(.missingUpgradeOption))
    #expect(try upgrade(keepsHeap: true) == .reject(.invalidUpgradeOption))
    #expect(try upgrade(keepsHeap: false) == .reply(ManagementMessage.emptyReply))
  }
}
