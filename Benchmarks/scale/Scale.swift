import Admission
import ArgumentParser
import Candid
import CanisterProcess
import Engines
import Foundation
import Subnet
import SubnetHost

/// Hosts many canisters on many subnets, all at once, and tells in JSON how long things take and
/// how much memory they take.
///
/// All canisters are of one program, which has a method that changes the canister and replies with
/// something new each time. It is called twice on each canister: so the second replies must be the
/// same for all, and other than the first ones, however often the processes have ended in between.
@main
struct Scale: AsyncParsableCommand {
  @Argument(help: "An executable that `tinsmith compile` made.")
  var executable: String

  @Argument(help: "The method.")
  var method: String

  @Option(help: "How many subnets there are.")
  var subnets = 200

  @Option(help: "How many canisters each subnet has.")
  var canisters = 10

  @Option(help: "How many processes canisters may have at once.")
  var processes = 256

  func run() async throws {
    let folder = NSTemporaryDirectory() + "tinsmith-scale-" + UUID().uuidString
    let group = ProcessGroup()
    defer {
      group.endAll()
      try? FileManager.default.removeItem(atPath: folder)
    }
    let pool = ProcessPool(capacity: processes)
    let hosts = (0..<subnets).map { index in
      SharedNetwork(
        launcher: ProcessLauncher(group: group), stateDirectory: "\(folder)/\(index)", pool: pool
      ) { error in
        FileHandle.standardError.write(Data("\(error)\n".utf8))
      }
    }
    var figures = Figures(canisters: subnets * canisters, subnets: subnets)
    let clock = ContinuousClock()
    figures.installNanoseconds =
      try await clock.measure {
        _ = try await onAll(hosts) { try await install(on: $0) }
      } / figures.canisters
    let first = try await onAll(hosts) { try await callAll(of: $0) }
    figures.updateNanoseconds =
      try await clock.measure {
        let second = try await onAll(hosts) { try await callAll(of: $0) }
        guard Set(first).count == 1, Set(second).count == 1, first[0] != second[0] else {
          throw Failure(reason: "the canisters do not reply as they should")
        }
      } / figures.canisters
    guard pool.count <= processes + ProcessInfo.processInfo.activeProcessorCount else {
      throw Failure(reason: "\(pool.count) canisters have processes")
    }
    figures.processes = pool.count
    figures.hostBytes = Memory.ofThisProcess
    figures.processBytes = Memory.ofChildren
    try await measureRestart(on: hosts[0], &figures)
    for host in hosts { await host.end(completesState: false) }
    print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
  }

  /// Calls the body with all subnets at once.
  private func onAll<Result: Sendable>(
    _ hosts: [SharedNetwork], _ body: @escaping @Sendable (SharedNetwork) async throws -> Result
  ) async throws -> [Result] {
    try await withThrowingTaskGroup(of: Result.self) { group in
      for host in hosts { group.addTask { try await body(host) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  private func install(on host: SharedNetwork) async throws {
    let code = CanisterCode(
      program: CanisterProgram(executablePath: executable),
      description: CodeDescription(identity: "code", methods: [method: .update]))
    for _ in 0..<canisters {
      let result = try await host.use { subnet in
        let id = try subnet.createCanister()
        return try subnet.install(code, on: id, mode: .install, argument: []).result
      }
      guard case .reply = result else { throw Failure(reason: "not installed: \(result)") }
    }
  }

  /// Calls each canister, all of them in one round; what they reply, which must be the same.
  private func callAll(of host: SharedNetwork) async throws -> [UInt8] {
    var numbers: [MessageNumber] = []
    for id in await host.canisterIDs { numbers.append(try await host.submit(message(to: id))) }
    var replies: Set<[UInt8]> = []
    for number in numbers {
      guard case .answered(.reply(let reply)) = try await host.answer(to: number) else {
        throw Failure(reason: "no reply: \(await host.status(of: number))")
      }
      await host.forget(number)
      replies.insert(reply)
    }
    guard replies.count == 1, let reply = replies.first else {
      throw Failure(reason: "the canisters of a subnet differ")
    }
    return reply
  }

  /// Calls canisters whose processes have ended, and again.
  private func measureRestart(on host: SharedNetwork, _ figures: inout Figures) async throws {
    var durations: (restart: [Int64], call: [Int64]) = ([], [])
    for id in await host.canisterIDs {
      try await host.use { $0.end(completesState: true) }
      durations.restart.append(try await callNanoseconds(id, on: host))
      durations.call.append(try await callNanoseconds(id, on: host))
    }
    figures.restartNanoseconds = durations.restart.sorted()[durations.restart.count / 2]
    figures.callNanoseconds = durations.call.sorted()[durations.call.count / 2]
  }

  private func callNanoseconds(_ id: Principal, on host: SharedNetwork) async throws -> Int64 {
    try await ContinuousClock().measure {
      let number = try await host.submit(message(to: id))
      guard case .answered(.reply) = try await host.answer(to: number) else {
        throw Failure(reason: "no reply: \(await host.status(of: number))")
      }
      await host.forget(number)
    }.nanoseconds
  }

  private func message(to id: Principal) -> IngressMessage {
    IngressMessage(sender: .anonymous, canister: id, method: method, argument: [])
  }
}

extension SharedNetwork {
  /// The canisters in the order of their ids.
  fileprivate var canisterIDs: [Principal] {
    let ids = try? use { Array($0.state.canisters.keys) }
    return (ids ?? []).sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}

extension Duration {
  fileprivate var nanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }

  fileprivate static func / (duration: Duration, count: Int) -> Int64 {
    duration.nanoseconds / Int64(max(count, 1))
  }
}

/// What is measured.
private struct Figures: Encodable {
  let canisters: Int
  let subnets: Int
  /// How many canisters have processes at the end.
  var processes = 0
  /// To create a canister and give it code, with a start of its process; all subnets at once.
  var installNanoseconds: Int64 = 0
  /// To have a canister execute an update, most of them with a start of a process; all at once.
  var updateNanoseconds: Int64 = 0
  /// The answer to an update of a canister whose process has to start, when nothing else happens.
  var restartNanoseconds: Int64 = 0
  /// The same of one whose process runs.
  var callNanoseconds: Int64 = 0
  /// The most memory that this process had.
  var hostBytes = 0
  /// What all processes of canisters have at the end; what they share is counted once.
  var processBytes = 0
}

private struct Failure: Error, CustomStringConvertible {
  let reason: String
  var description: String { reason }
}

/// Memory as the system counts it.
private enum Memory {
  static var ofThisProcess: Int {
    bytes("VmHWM:", in: "/proc/self/status")
  }

  static var ofChildren: Int {
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    let children = tasks.flatMap { task in
      let text = try? String(contentsOfFile: "/proc/self/task/\(task)/children", encoding: .utf8)
      return (text ?? "").split(separator: " ")
    }
    return children.reduce(0) { $0 + bytes("Pss:", in: "/proc/\($1)/smaps_rollup") }
  }

  /// What a file of `/proc` says of something in KiB.
  private static func bytes(_ name: String, in path: String) -> Int {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
    let number = line.dropFirst(name.count).split(whereSeparator: \.isWhitespace).first
    return number.flatMap { Int($0) }.map { $0 * 1024 } ?? 0
  }
}
