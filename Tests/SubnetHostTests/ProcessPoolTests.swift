import Admission
import Executions
import Candid
import Testing

@testable import Subnet
@testable import SubnetHost

/// How many processes there are, and which ones.
struct ProcessPoolTests {
  private func echo(_ execution: Execution) -> Outcome { .reply(execution.argument) }

  private func running(_ fake: FakeSubnet) -> [String] {
    fake.launcher.launched.filter { !$0.isClosed }.map(\.name).sorted()
  }

  @Test func leastRecentlyUsedEndsFirst() throws {
    let fake = FakeSubnet(pool: ProcessPool(capacity: 2))
    let a = try fake.add("a", echo)
    let b = try fake.add("b", echo)
    #expect(try fake.go(a, [1]) == .reply([1]))
    let c = try fake.add("c", echo)
    #expect(running(fake) == ["a", "c"])
    #expect(try fake.go(b, [2]) == .reply([2]))
    #expect(running(fake) == ["b", "c"])
    #expect(try fake.go(c, [3]) == .reply([3]))
    #expect(try fake.go(a, [4]) == .reply([4]))
    #expect(running(fake) == ["a", "c"])
    #expect(fake.launcher.launched.map(\.name) == ["a", "b", "c", "b", "a"])
  }

  /// Queries that wait hold changes, so there are more processes for as long.
  @Test func processesThatHoldChangesStay() throws {
    let pool = ProcessPool(capacity: 1)
    let fake = FakeSubnet(pool: pool)
    let callee = try fake.add("callee", methods: ["get": .query]) {
      [unowned fake] execution in
      guard execution.entry == .query else { return .nothing }
      #expect(self.running(fake) == ["callee", "caller"])
      return .reply([5])
    }
    let caller = try fake.add("caller", methods: ["go": .compositeQuery]) { execution in
      execution.entry == .compositeQuery
        ? .calls(OutgoingCall(callee: callee, method: "get")) : .reply(execution.argument)
    }
    #expect(running(fake) == ["caller"])
    #expect(try fake.subnet.query(caller, method: "go", argument: []).result == .reply([5]))
    #expect(pool.count == 2)
    try fake.add("other", echo)
    #expect(running(fake) == ["other"] && pool.count == 1)
  }

  @Test func codeChangesWithoutRoom() throws {
    let fake = FakeSubnet(pool: ProcessPool(capacity: 1))
    let id = try fake.add("old", systemMethods: [.preUpgrade], echo)
    try fake.add("other", echo)
    for mode in [InstallationMode.upgrade, .reinstall] {
      let new = fake.code("\(mode)", systemMethods: [.preUpgrade], echo)
      #expect(
        try fake.subnet.install(new, on: id, mode: mode, argument: []).result
          == .reply(ManagementMessage.emptyReply))
      #expect(running(fake) == ["\(mode)"])
    }
    #expect(try fake.subnet.uninstall(id).result == .reply(ManagementMessage.emptyReply))
    #expect(running(fake) == [])
  }

  @Test func subnetsShareAPool() throws {
    let pool = ProcessPool(capacity: 3)
    let subnets = (0..<2).map { _ in FakeSubnet(pool: pool) }
    for fake in subnets {
      for name in ["a", "b", "c"] { try fake.add(name, echo) }
    }
    #expect(running(subnets[0]) == [] && running(subnets[1]) == ["a", "b", "c"])
    #expect(try subnets[0].go(Principal(canisterIndex: 0), [1]) == .reply([1]))
    #expect(running(subnets[0]) == ["a"] && running(subnets[1]) == ["b", "c"])
    #expect(pool.count == 3)
  }

  /// A subnet that is gone takes no room.
  @Test func forgottenCanistersLeave() throws {
    let pool = ProcessPool(capacity: 3)
    let fake = FakeSubnet(pool: pool)
    try fake.add("a", echo)
    do {
      let other = FakeSubnet(pool: pool)
      try other.add("a", echo)
      #expect(pool.count == 2)
    }
    #expect(pool.count == 1)
    try fake.subnet.abandon(Principal(canisterIndex: 0))
    #expect(pool.count == 0)
  }
}
