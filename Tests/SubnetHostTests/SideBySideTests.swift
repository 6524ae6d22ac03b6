import Admission
import CanisterProcess
import Executions
import Foundation
import Candid
import Synchronization
import TestSupport
import Testing

@testable import Subnet
@testable import SubnetHost

/// Executions that don't depend on each other.
struct SideBySideTests {
  /// Hearts that beat only together.
  @Test(.enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1))
  func severalExecuteAtOnce() throws {
    let fake = FakeSubnet()
    fake.launcher.executesSideBySide = true
    let beating = Mutex(0)
    for name in ["a", "b"] {
      try fake.add(name, systemMethods: [.heartbeat]) { execution in
        guard execution.entry == .heartbeat else { return .nothing }
        let count = beating.withLock { count in
          count += 1
          return count
        }
        // The first installation is followed by a round, with one heart.
        guard count > 1 else { return .nothing }
        for _ in 0..<10_000 where beating.withLock({ $0 }) < 3 { usleep(1000) }
        return beating.withLock { $0 } >= 3 ? .nothing : .trap("alone")
      }
    }
    #expect(try fake.subnet.tick().result == .ok)
  }

  /// Reports do not depend on which one was first.
  @Test func reportsAreInOrder() throws {
    let fake = FakeSubnet()
    fake.launcher.executesSideBySide = true
    let names = (0..<8).map { "\($0)" }
    for (index, name) in names.enumerated() {
      try fake.add(name, systemMethods: [.heartbeat]) { _ in
        usleep(UInt32(names.count - index) * 1000)
        var outcome = Outcome.nothing
        outcome.debugPrints = [PrintedBytes(stringLiteral: name)]
        return outcome
      }
    }
    let report = try fake.subnet.tick()
    #expect(report.activity.debugPrints.map(\.content.text) == names)
  }

  /// One after the other, and at once with few processes: the same inputs and states to the byte.
  @Test(arguments: UInt64(0)..<12)
  func randomProgramsComeToTheSame(seed: UInt64) throws {
    let expected = try run(seed: seed, sideBySide: false, capacity: 100)
    let actual = try run(seed: seed, sideBySide: true, capacity: 2)
    let difference = zip(expected.inputs, actual.inputs).first { $0 != $1 }
    #expect(difference.map { "\($0)" } == nil)
    let isEqual = expected == actual
    #expect(isEqual)
    #expect(expected.inputs.count > 300)
  }

  private struct Run: Equatable {
    var inputs: [NetworkInput] = []
    var state = Data()
  }

  private func run(seed: UInt64, sideBySide: Bool, capacity: Int) throws -> Run {
    let fake = FakeSubnet(pool: ProcessPool(capacity: capacity))
    fake.launcher.executesSideBySide = true
    fake.subnet.executesSideBySide = sideBySide
    var run = Run()
    for index in 0..<RandomProgram.canisterCount {
      try fake.add(
        "\(index)", methods: ["u": .update, "q": .query, "c": .compositeQuery],
        systemMethods: [.heartbeat, .globalTimer, .inspectMessage, .preUpgrade],
        RandomProgram(seed: seed, index: index, delays: sideBySide).execute)
    }
    fake.subnet.recorder = { (input) throws(RecordingError) in
      run.inputs.append(input)
    }
    var inputs = RandomInputs(seed: seed)
    try fake.subnet.setTime(nanoseconds: fake.subnet.timeNanoseconds + 1)
    for _ in 0..<150 {
      do {
        try fake.subnet.apply(inputs.next(at: fake.subnet.timeNanoseconds))
      } catch {
        // A process was lost, as planned.
        guard case .canisterLost(_, _, .ended(.signal(9))) = error else {
          guard case .canisterLost(_, _, .changesLost) = error else { throw error }
          continue
        }
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    run.state = try encoder.encode(fake.subnet.network)
    return run
  }
}

/// What a canister does, at random, but always the same for the same execution.
private struct RandomProgram {
  static let canisterCount: UInt64 = 6

  let seed: UInt64
  let index: UInt64
  let delays: Bool

  func execute(_ execution: Execution) throws(ConnectionError) -> Outcome {
    var random = SplitMix64(state: hash(of: execution))
    let delay = UInt32(random.next() % 300)
    if delays { usleep(delay) }
    var outcome = Outcome.nothing
    switch execution.entry {
    case .install, .preUpgrade, .postUpgrade, .reinstall: return outcome
    case .inspectMessage:
      outcome.acceptsMessage = random.next() % 8 != 0
      return outcome
    default: break
    }
    if random.next() % 40 == 0 && !isNew(execution) { throw .ended(.signal(9)) }
    if random.next() % 8 == 0 { return .trap("so") }
    outcome.instructions = random.next() % 1000
    outcome.debugPrints = [PrintedBytes(stringLiteral: "\(index)")]
    let isTask = [.heartbeat, .globalTimer].contains(execution.entry)
    if !execution.isAnswered, !isTask, random.next() % 2 == 0 {
      outcome.result = random.next() % 4 == 0 ? .reject("no") : .reply([UInt8(index)])
    }
    if execution.entry == .query || execution.entry == .replicatedQuery { return outcome }
    let isQuery = execution.isComposite || execution.entry == .compositeQuery
    for _ in 0..<[0, 0, 0, 1, 2][Int(random.next() % 5)] {
      var call = OutgoingCall(
        callee: Principal(canisterIndex: random.next() % (Self.canisterCount + 1)),
        method: isQuery ? ["q", "c"][Int(random.next() % 2)] : "u")
      if !isQuery { call.cycles = UInt128(random.next() % 1000) }
      outcome.calls.append(call)
    }
    if !isQuery {
      outcome.cyclesAccepted = execution.cycles / 2
      if random.next() % 5 == 0 { outcome.globalTimer = execution.timeNanoseconds + 1 }
    }
    return outcome
  }

  /// Whether canisters are still being added.
  private func isNew(_ execution: Execution) -> Bool {
    execution.timeNanoseconds == SubnetState().timeNanoseconds
  }

  private func hash(of execution: Execution) -> UInt64 {
    let numbers = [
      UInt64(execution.entry.rawValue), execution.timeNanoseconds, execution.earlierInstructions,
      UInt64(execution.cycles), UInt64(execution.waitingCalls.count),
      UInt64(execution.argument.first ?? 0), UInt64(execution.callback.function),
    ]
    return numbers.reduce(seed &* 31 &+ index) { ($0 ^ $1) &* 0x100_0000_01B3 }
  }
}

/// Messages, rounds and changes of code at random.
private struct RandomInputs {
  private var random: SplitMix64
  private var lastMessage: UInt64 = 1000

  init(seed: UInt64) { random = SplitMix64(state: ~seed) }

  mutating func next(at timeNanoseconds: UInt64) -> Input {
    switch random.next() % 8 {
    case 0, 1, 2: return .submit(nextMessage(), message(["u", "q", "none"]))
    case 3: return .query(nextMessage(), message(["q", "c"]))
    case 4: return .setTime(timeNanoseconds + random.next() % 1_000_000_000)
    case 5:
      let index = random.next() % RandomProgram.canisterCount
      return .install(
        nextMessage(),
        CodeInstallation(
          origin: .user(.anonymous), canister: Principal(canisterIndex: index), mode: .upgrade,
          code: CodeDescription(
            identity: "\(random.next() % RandomProgram.canisterCount)",
            methods: ["u": .update, "q": .query, "c": .compositeQuery],
            systemMethods: [.heartbeat, .globalTimer, .preUpgrade]),
          argument: []))
    default: return .round
    }
  }

  private mutating func message(_ methods: [String]) -> IngressMessage {
    IngressMessage(
      sender: .anonymous,
      canister: Principal(canisterIndex: random.next() % RandomProgram.canisterCount),
      method: methods[Int(random.next() % UInt64(methods.count))], argument: [])
  }

  private mutating func nextMessage() -> MessageNumber {
    lastMessage += 1
    return MessageNumber(value: lastMessage)
  }
}
