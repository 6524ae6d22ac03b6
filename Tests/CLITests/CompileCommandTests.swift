import Foundation
import TestSupport
import Testing

struct CompileCommandTests {
  @Test(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
  func executablesRun() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let outcome = try tinsmith.run("compile", "counter.wasm")
      #expect(outcome.isSuccess && outcome.output.isEmpty && outcome.errorText.isEmpty)
      #expect(try tinsmith.files() == ["counter.wasm", "counter"])
      #expect(try tinsmith.leftovers().isEmpty)
      let help = try Subprocess.run(tinsmith.folder.appending(path: "counter"), ["--help"])
      #expect(help.isSuccess && !help.output.isEmpty)
    }
  }

  @Test(
    .enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)),
    arguments: ["-O0", "-O1", "-O2", "-O3"], ["inline", "call"])
  func everyLevelLinks(level: String, stable: String) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let outcome = try tinsmith.run(
        "compile", "counter.wasm", "-o", "exe", level, "--stable", stable, "--cpu", "native")
      #expect(outcome.isSuccess, "\(outcome.errorText)")
      #expect(try tinsmith.files() == ["counter.wasm", "exe"])
    }
  }

  @Test(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
  func phasesAreTimed() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let outcome = try tinsmith.run("compile", "counter.wasm", "--time-phases")
      #expect(outcome.isSuccess && outcome.output.isEmpty)
      let lines = outcome.errorText.split(separator: "\n")
      #expect(
        lines.map { $0.prefix { $0 != " " } } == [
          "reading", "decoding", "validating", "checking", "instrumenting", "lowering",
          "optimizing", "generating", "linking", "total",
        ])
      #expect(lines.last?.hasSuffix("100.0 %") == true)
    }
  }

  @Test(
    .enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)),
    arguments: [
      ("object", "counter.o", "\u{7F}ELF"), ("assembly", "counter.s", "\t"),
      ("llvm-ir", "counter.ll", "; ModuleID"), ("wasm", "counter.instrumented.wasm", "\0asm"),
    ])
  func otherFormsNeedNoLinker(form: String, name: String, start: String) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let withoutTools = ["PATH": "/nowhere", "TINSMITH_RUNTIME": "/nowhere"]
      let outcome = try tinsmith.run(
        "compile", "counter.wasm", "--emit", form, environment: withoutTools)
      #expect(outcome.isSuccess, "\(outcome.errorText)")
      #expect(try tinsmith.files() == ["counter.wasm", name])
      #expect(try tinsmith.read(name).starts(with: Array(start.utf8)))
      let piped = try tinsmith.run("compile", "counter.wasm", "--emit", form, "-o", "-")
      #expect(piped.output == (try tinsmith.read(name)))
    }
  }

  @Test(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
  func wasmChargesPagesByClassicRulesOnly() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let words = ["compile", "counter.wasm", "--emit", "wasm", "--page-charges", "tracker"]
      let refused = try tinsmith.run(words)
      #expect(refused.status == 2)
      #expect(refused.errorText.contains("first access of a page"))
      #expect(try tinsmith.files() == ["counter.wasm"])
      #expect(try tinsmith.run(words + ["--metering", "off"]).isSuccess)
    }
  }

  @Test(
    .enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)),
    arguments: ["/usr/bin/gcc", "/usr/bin/cc", "clang"])
  func everyLinkerWillDo(linker: String) throws {
    guard !linker.hasPrefix("/") || FileManager.default.isExecutableFile(atPath: linker) else {
      return
    }
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      // Without what lies in the folder of clang, where that is one of its own: LLVM's linker.
      let path = linker.hasPrefix("/") ? ["PATH": "/usr/bin:/bin"] : [:]
      let outcome = try tinsmith.run(
        "compile", "counter.wasm",
        environment: path.merging(["TINSMITH_LINKER": linker]) { $1 })
      #expect(outcome.isSuccess, "\(outcome.errorText)")
      let counter = tinsmith.folder.appending(path: "counter")
      let reply = try Subprocess.run(counter, ["--install", "", "update", "inc"])
      #expect(reply.isSuccess && reply.output == [1, 0, 0, 0], "\(reply.errorText)")
    }
  }

  @Test(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
  func installedProgramsFindTheirLibrary() throws {
    try Tinsmith.inFolder { tinsmith in
      let files = FileManager.default
      for (source, path) in [
        (Tinsmith.program, "prefix/bin/tinsmith"),
        (Tinsmith.runtime, "prefix/lib/tinsmith/libcanister_rt.a"),
      ] {
        let target = tinsmith.folder.appending(path: path)
        try files.createDirectory(
          at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try files.copyItem(at: source, to: target)
      }
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let outcome = try Subprocess.run(
        tinsmith.folder.appending(path: "prefix/bin/tinsmith"), ["compile", "counter.wasm"],
        environment: tinsmith.environment.merging(["TINSMITH_RUNTIME": ""]) { $1 },
        directory: tinsmith.folder)
      #expect(outcome.isSuccess, "\(outcome.errorText)")
    }
  }
}
