import Foundation
import TestSupport
import Testing

/// One clear sentence with place and remedy, and nothing half-written.
struct CompileErrorTests {
  /// Compiles a file that can't be compiled to one that exists, and expects it to be as it was.
  func expectFailure(
    of bytes: [UInt8], _ words: [String], environment: [String: String] = [:]
  ) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(bytes, to: "canister.wasm")
      try tinsmith.write("old", to: "out")
      let outcome = try tinsmith.run(
        "compile", "canister.wasm", "-o", "out", environment: environment)
      #expect(outcome.status == 1 && !outcome.wasSignalled && outcome.output.isEmpty)
      let text = outcome.errorText
      #expect(text.hasPrefix("error: ") && text.last == "\n")
      #expect(text.dropLast().contains("\n") == false)
      for word in words { #expect(text.contains(word), "\(text)") }
      #expect(try tinsmith.files() == ["canister.wasm", "out"])
      #expect(try tinsmith.read("out") == Array("old".utf8))
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  @Test(
    arguments: [
      ([], "format"),
      (Array("hello, I am no module".utf8), "give a .wasm file"),
      ([0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "compressed"),
      ([0x00, 0x61, 0x73, 0x6D, 0x02, 0, 0, 0], "offset 0x4"),
      ([0x00, 0x61, 0x73, 0x6D, 0x01, 0, 0, 0, 0x01, 0x10, 0x00], "is the file complete?"),
      // A memory that is shared between threads.
      ([0x00, 0x61, 0x73, 0x6D, 0x01, 0, 0, 0, 0x05, 0x04, 0x01, 0x03, 0x01, 0x01], "threads"),
    ] as [([UInt8], String)])
  func badModules(bytes: [UInt8], word: String) throws {
    try expectFailure(of: bytes, ["canister.wasm: ", word])
  }

  @Test(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
  func truncatedModules() throws {
    let bytes = try Modules.counterBytes()
    for size in [9, bytes.count / 2, bytes.count - 1] {
      try expectFailure(of: Array(bytes.prefix(size)), ["canister.wasm: ", "offset 0x"])
    }
  }

  @Test(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
  func unknownImports() throws {
    try expectFailure(
      of: try WasmTools.parse(Modules.wasi),
      ["canister.wasm: ", "wasi_snapshot_preview1", "proc_exit", "wasm32-unknown-unknown"])
    let unknown = #"(module (import "ic0" "msg_repeat" (func)))"#
    try expectFailure(of: try WasmTools.parse(unknown), ["canister.wasm: ", "msg_repeat", "ic0"])
  }

  @Test(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
  func missingTools() throws {
    let bytes = try Modules.counterBytes()
    let cases: [([String: String], [String])] = [
      (["PATH": "/nowhere"], ["no linker", "clang, cc, gcc", "install clang"]),
      (["TINSMITH_LINKER": "/nowhere/cc"], ["/nowhere/cc", "TINSMITH_LINKER"]),
      (["TINSMITH_RUNTIME": "/nowhere"], ["/nowhere/libcanister_rt.a", "run make"]),
    ]
    for (environment, words) in cases {
      try expectFailure(of: bytes, words, environment: environment)
    }
  }

  @Test(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
  func linkersMayFail() throws {
    try expectFailure(
      of: try Modules.counterBytes(), ["the linker /bin/false failed"],
      environment: ["TINSMITH_LINKER": "/bin/false"])
  }

  @Test func filesThatCannotBeRead() throws {
    try Tinsmith.inFolder { tinsmith in
      for (path, reason) in [("missing.wasm", "No such file"), ("tmp", "it is a folder")] {
        for command in ["compile", "inspect"] {
          let outcome = try tinsmith.run(command, path)
          #expect(outcome.status == 1)
          #expect(outcome.errorText.hasPrefix("error: \(path): can't be read: \(reason)"))
        }
      }
    }
  }

  @Test(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
  func filesThatCannotBeWritten() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      for form in ["exe", "object"] {
        for (path, reason) in [("missing/out", "No such file"), ("tmp", "it is a folder")] {
          let outcome = try tinsmith.run("compile", "counter.wasm", "--emit", form, "-o", path)
          #expect(outcome.status == 1)
          #expect(outcome.errorText.hasPrefix("error: \(path): can't be written: \(reason)"))
        }
      }
      let outcome = try tinsmith.run("compile", "counter.wasm", "-o", "-")
      #expect(outcome.status == 2 && outcome.errorText.contains("-o"))
      #expect(try tinsmith.files() == ["counter.wasm"])
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }
}
