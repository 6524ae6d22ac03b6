import TestSupport
import Testing

/// What old Motoko canisters keep of their heap for upgrades.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct ReservedPagesTests {
  /// Grows its heap to 65,521 pages, 15 less than all.
  static func module(metadata: String) -> String {
    """
    (module
      (import "ic0" "msg_reply" (func $reply))
      (memory 1)
      (func $fill (drop (memory.grow (i32.const 65520))))
      (func (export "canister_update fill") (call $fill) (call $reply))
      (func (export "canister_update most")
        (drop (memory.grow (i32.const 65519))) (call $reply))
      (func (export "canister_update trap") (call $fill) (unreachable))
      (func (export "canister_pre_upgrade") (call $fill))
      (func (export "canister_update __motoko_async_helper"))
      \(metadata))
    """
  }

  static let refusal = "pages reserved for upgrading older versions of Motoko."

  @Test(arguments: [["--engine", "native"], ["--engine", "interpreter"]], [false, true])
  func onlyAnUpgradeMayUseThem(engine: [String], isRecent: Bool) throws {
    try Tinsmith.inFolder { tinsmith in
      let metadata = isRecent ? #"(@custom "icp:private motoko:compiler" "0.7")"# : ""
      try tinsmith.write(try WasmTools.parse(Self.module(metadata: metadata)), to: "old.wasm")
      let id = RunCommandTests.id
      let script = """
        install \(id) old.wasm 0x
        settings \(id) record { wasm_memory_limit = opt 0 }
        ingress \(id) most 0x
        upgrade \(id) old.wasm 0x
        ingress \(id) trap 0x
        ingress \(id) fill 0x
        """
      try tinsmith.write(script, to: "script.drun")
      let outcome = try tinsmith.run(["run", "script.drun"] + engine)
      let lines = outcome.outputText.split(separator: "\n")
      #expect(!lines.isEmpty, "\(outcome.errorText)")
      let refused = lines.filter { $0.contains("IC0507") && $0.contains(Self.refusal) }
      #expect(refused.count == (isRecent ? 0 : 2), "\(lines)")
      #expect(lines.filter { $0.contains("unreachable") }.count == (isRecent ? 1 : 0), "\(lines)")
      #expect(lines.filter { $0.contains("Err") }.count == (isRecent ? 1 : 2), "\(lines)")
    }
  }
}
