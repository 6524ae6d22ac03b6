import Admission
import Candid
import CanisterProcess
import Compiler
import Engines
import Foundation
import Instrumentation
import Subnet
import TestSupport
import Testing

@testable import SubnetHost

/// Many canisters, fewer processes, and processes that end: compiled canisters lose nothing.
@Suite(.enabled(if: CompiledCanister.isPossible, Comment(rawValue: CompiledCanister.absence)))
struct ScaleTests {
  /// Counts on the heap, and replies with the count.
  private static let text = """
    (module
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (import "ic0" "msg_reply" (func $reply))
      (memory 1)
      (func (export "canister_update count")
        (i32.store8 (i32.const 0) (i32.add (i32.load8_u (i32.const 0)) (i32.const 1)))
        (call $append (i32.const 0) (i32.const 1)) (call $reply)))
    """

  private func withProgram(_ body: (URL, _ folder: URL) throws -> Void) throws {
    try TestSupport.TemporaryDirectory.with { folder in
      let executable = folder.appending(path: "canister")
      let compiler = NativeCompiler(options: CodeOptions(optimization: .none))
      let module = try compiler.admit(WasmTools.parse(Self.text))
      try compiler.link(compiler.objects(of: module), with: Linker(), to: executable.path)
      try body(executable, folder)
    }
  }

  /// 200 canisters on 20 subnets, of which 12 have a process at a time.
  @Test func manyCanistersHaveFewProcesses() throws {
    try withProgram { executable, _ in
      let program = TinsmithProgram.url.deletingLastPathComponent().appending(path: "Scale")
      let outcome = try Subprocess.run(
        program,
        [executable.path, "count", "--subnets", "20", "--canisters", "10", "--processes", "12"],
        limitSeconds: 300)
      #expect(outcome.isSuccess && outcome.errorText.isEmpty, "\(outcome.errorText)")
      let figures = try JSONDecoder().decode([String: Int].self, from: Data(outcome.output))
      #expect(figures["canisters"] == 200)
      #expect(try #require(figures["processes"]) <= 12)
    }
  }

  @Test func killedProcessesLoseNothing() throws {
    try withProgram { executable, folder in
      let state = folder.appending(path: "state").path
      let subnet = LocalNetwork(
        launcher: ProcessLauncher(group: ProcessGroup()), stateDirectory: state)
      defer { subnet.end(completesState: false) }
      let code = CanisterCode(
        program: CanisterProgram(executablePath: executable.path),
        description: CodeDescription(identity: "code", methods: ["count": .update]))
      let id = try subnet.createCanister()
      _ = try subnet.install(code, on: id, mode: .install, argument: [])
      for count in UInt8(1)..<4 {
        let report = try subnet.update(id, method: "count", argument: [])
        #expect(report.result == .reply([count]))
        kill(try #require(Self.process(withState: "\(state)/\(id)")), SIGKILL)
        #expect(throws: SubnetError.canisterLost(id, during: "update count", .ended(.signal(9)))) {
          try subnet.update(id, method: "count", argument: [])
        }
      }
    }
  }

  /// The process that has a state.
  private static func process(withState path: String) -> pid_t? {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.compactMap { pid_t($0) }.first { process in
      let words = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
      return words.split(separator: 0).contains { $0.elementsEqual(path.utf8) }
    }
  }
}
