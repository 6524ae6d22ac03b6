import Foundation
import TestSupport
import Testing

/// Upgrades that keep the heap, or could.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct KeptHeapTests {
  /// A version of a canister that counts what happens to it in its heap, to which
  /// `canister_pre_upgrade` adds a page, and that traps or hangs when it was told to.
  private struct Version {
    var number = 0
    var addresses = "i32"
    var pages = 1
    var globals = ""
    var keepsHeap = true

    var text: String {
      let index = addresses == "i32" ? "" : "i64"
      let size = addresses == "i32" ? "(memory.size)" : "(i32.wrap_i64 (memory.size))"
      let marker = "(@custom \"icp:private enhanced-orthogonal-persistence\" \"\")"
      return """
        (module
          (import "ic0" "msg_reply" (func $reply))
          (import "ic0" "msg_reply_data_append" (func $append (param I I)))
          (import "ic0" "msg_arg_data_copy" (func $copy (param I I I)))
          (memory \(index) \(pages))
          \(globals)
          (global $version (mut i32) (i32.const \(number)))
          (data (I.const 32) "\\07")
          (func $bump (param I)
            (i32.store (local.get 0) (i32.add (i32.const 1) (i32.load (local.get 0)))))
          (func $obey (param i32)
            (if (i32.eq (i32.load (I.const 24)) (local.get 0)) (then (unreachable)))
            (loop $again (br_if $again (i32.eq (i32.load (I.const 24)) (i32.const 3)))))
          (func $last (result I)
            (I.sub (I.mul (memory.size) (I.const 65536)) (I.const 4)))
          (func $start (call $bump (I.const 12)))
          (start $start)
          (func (export "canister_pre_upgrade")
            (call $bump (I.const 4))
            (global.set $version (i32.const 99))
            (drop (memory.grow (I.const 1)))
            (i32.store (call $last) \(size))
            (if (i32.eq (i32.load (I.const 24)) (i32.const 1)) (then (unreachable))))
          (func (export "canister_post_upgrade")
            (call $bump (I.const 8))
            (i32.store (I.const 16) (i32.load (call $last)))
            (call $obey (i32.const 2)))
          (func (export "canister_update arm")
            (call $copy (I.const 24) (I.const 0) (I.const 4))
            (i32.store8 (I.const 32) (i32.const 8))
            (call $reply))
          (func (export "canister_update inc") (call $bump (I.const 0)) (call $reply))
          (func (export "canister_query read")
            (i32.store (I.const 20) (global.get $version))
            (i32.store (I.const 28) \(size))
            (call $append (I.const 0) (I.const 33))
            (call $reply))
          \(keepsHeap ? marker : ""))
        """.replacing(#/\bI\b/#.wordBoundaryKind(.simple), with: addresses)
    }

    func write(to name: String, _ tinsmith: Tinsmith) throws {
      try tinsmith.write(try WasmTools.parse(text), to: name)
    }
  }

  /// What `read` answers: how often there were updates, pre_upgrade, post_upgrade and start, the
  /// last word that post_upgrade found, a global, what was asked for, the pages of the heap, and
  /// what is where a data segment belongs.
  private static func counts(_ words: UInt32..., segment: String) -> String {
    words.map { hexadecimal(withUnsafeBytes(of: $0.littleEndian, Array.init)) }.joined() + segment
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static let engines = [
    ["--loader", "linked"], ["--loader", "memory"], ["--engine", "interpreter"],
  ]

  private static let chain = """
    install $ID v0.wasm 0x
    ingress $ID inc 0x
    upgrade $ID v1.wasm 0x
    query $ID read 0x
    ingress $ID inc 0x
    ingress $ID arm 0x01000000
    upgrade $ID v2.wasm 0x
    ingress $ID arm 0x02000000
    upgrade $ID v2.wasm 0x
    query $ID read 0x
    ingress $ID arm 0x00000000
    upgrade $ID v2.wasm 0x
    query $ID read 0x
    upgrade $ID v1.wasm --skip-pre-upgrade 0x
    query $ID read 0x
    upgrade $ID v1.wasm --keep-heap 0x
    query $ID read 0x
    upgrade $ID v1.wasm --replace-heap 0x
    query $ID read 0x
    upgrade $ID classical.wasm 0x
    upgrade $ID classical.wasm --keep-heap 0x
    upgrade $ID classical.wasm --replace-heap 0x
    query $ID read 0x
    """.replacing("$ID", with: RunCommandTests.id)

  @Test(arguments: ["i32", "i64"], Self.engines)
  func whatBothHalvesOfAnUpgradeWriteStays(addresses: String, engine: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      try Version(addresses: addresses).write(to: "v0.wasm", tinsmith)
      try Version(number: 1, addresses: addresses, globals: "(global f32 (f32.const 1))")
        .write(to: "v1.wasm", tinsmith)
      try Version(
        number: 2, addresses: addresses, pages: 5,
        globals: "(global $a (mut f64) (f64.const 1)) (global $b (export \"b\") i64 (i64.const 2))"
      ).write(to: "v2.wasm", tinsmith)
      try Version(number: 3, addresses: addresses, keepsHeap: false)
        .write(to: "classical.wasm", tinsmith)
      try tinsmith.write(Self.chain, to: "script.drun")
      let outcome = try tinsmith.run(["run", "script.drun"] + engine)
      let queries = outcome.outputText.split(separator: "\n").filter { $0.hasPrefix("Ok: ") }
      let expected = [
        Self.counts(1, 1, 1, 2, 2, 1, 0, 2, segment: "07"),
        Self.counts(2, 1, 1, 2, 2, 1, 2, 2, segment: "08"),
        Self.counts(2, 2, 2, 3, 0, 2, 0, 5, segment: "08"),
        Self.counts(2, 2, 3, 4, 0, 1, 0, 5, segment: "08"),
        Self.counts(2, 3, 4, 5, 6, 1, 0, 6, segment: "08"),
        Self.counts(0, 0, 1, 1, 0, 1, 0, 1, segment: "07"),
        Self.counts(0, 0, 1, 1, 0, 3, 0, 1, segment: "07"),
      ]
      #expect(queries.map(String.init) == expected.map { "Ok: Reply: 0x\($0)" })
      let errors = outcome.outputText.split(separator: "\n").filter { $0.contains("Err: ") }
      let codes = errors.map { $0.dropFirst(13).prefix(6) }
      #expect(codes == ["IC0502", "IC0502", "IC0504", "IC0504"])
      // Without the usual frame, as Motoko's published outputs show.
      #expect(errors.count == 4 && errors[2].contains("IC0504: Missing upgrade option: "))
      #expect(errors.count == 4 && errors[3].contains("IC0504: Invalid upgrade option: "))
    }
  }

  /// The memory of a module without the marker, in narrower addresses and smaller than the new
  /// one wants it: scripts keep it, as Motoko's runner does, and installing replaces it, as dfx.
  @Test(arguments: [["--loader", "linked"], ["--engine", "interpreter"]])
  func aHeapOfAnotherKindCanBeKept(engine: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      try Version(keepsHeap: false).write(to: "classical.wasm", tinsmith)
      try Version(number: 1, addresses: "i64", pages: 3).write(to: "persistent.wasm", tinsmith)
      let id = RunCommandTests.id
      try tinsmith.write(
        """
        install \(id) classical.wasm 0x
        ingress \(id) inc 0x
        upgrade \(id) persistent.wasm 0x
        query \(id) read 0x
        """, to: "script.drun")
      let script = try tinsmith.run(["run", "script.drun"] + engine)
      let kept = Self.counts(1, 1, 1, 2, 0, 1, 0, 3, segment: "07")
      #expect(script.outputText.hasSuffix("Ok: Reply: 0x\(kept)\n"), "\(script.outputText)")

      let read = ["call", "c.wasm", "read", "--output", "hex"] + engine
      for (options, result) in [
        ([], Self.counts(0, 0, 1, 1, 0, 1, 0, 3, segment: "07")), (["--keep-heap"], kept),
      ] {
        try tinsmith.write(try tinsmith.read("classical.wasm"), to: "c.wasm")
        let first = ["install", "c.wasm", "--mode", "reinstall"] + engine
        #expect(try tinsmith.run(first).isSuccess)
        #expect(try tinsmith.run(["call", "c.wasm", "inc", "--output", "hex"] + engine).isSuccess)
        try tinsmith.write(try tinsmith.read("persistent.wasm"), to: "c.wasm")
        #expect(try tinsmith.run(["install", "c.wasm"] + options + engine).isSuccess)
        #expect(try tinsmith.run(read).outputText == result + "\n")
      }
      // What is installed has the marker now.
      #expect(try tinsmith.run(["install", "c.wasm"] + engine).isSuccess)
      let again = Self.counts(1, 2, 2, 3, 4, 1, 0, 4, segment: "07")
      #expect(try tinsmith.run(read).outputText == again + "\n")
      let skipping = ["install", "c.wasm", "--skip-pre-upgrade"] + engine
      #expect(try tinsmith.run(skipping).isSuccess)
      #expect(try tinsmith.run(read).outputText.hasPrefix("010000000200000003000000"))
      try tinsmith.write(try tinsmith.read("classical.wasm"), to: "c.wasm")
      let refused = try tinsmith.run(["install", "c.wasm"] + engine)
      #expect(refused.status == 1 && refused.errorText.contains("Invalid upgrade option: "))
      #expect(try tinsmith.run(["install", "c.wasm", "--replace-heap"] + engine).isSuccess)
      let mistaken = ["install", "c.wasm", "--mode", "reinstall", "--keep-heap"]
      #expect(try tinsmith.run(mistaken).status == 2)
    }
  }

  /// An end between the two halves leaves the heap as it was before both.
  @Test(arguments: Self.engines)
  func anEndBetweenTheHalvesTakesBothBack(engine: [String]) throws {
    try Tinsmith.inFolder { tinsmith in
      let options = ["--metering", "off"] + engine
      try Version().write(to: "c.wasm", tinsmith)
      #expect(try tinsmith.run(["install", "c.wasm"] + options).isSuccess)
      let arm = ["call", "c.wasm", "arm", "--hex", "03000000", "--output", "hex"] + options
      #expect(try tinsmith.run(arm).isSuccess)
      try Version(number: 1).write(to: "c.wasm", tinsmith)
      let upgrade = try tinsmith.start(["install", "c.wasm"] + options)
      _ = try #require(ProcessTable.busyChild(of: upgrade.processIdentifier))
      kill(upgrade.processIdentifier, SIGKILL)
      upgrade.waitUntilExit()
      let read = ["call", "c.wasm", "read", "--output", "hex"] + options
      let before = Self.counts(0, 0, 0, 1, 0, 0, 3, 1, segment: "08")
      #expect(try tinsmith.run(read).outputText == before + "\n")
    }
  }
}
