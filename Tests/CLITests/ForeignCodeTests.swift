import Foundation
import TestSupport
import Testing

/// Executables and objects that were not compiled here, and folders from elsewhere.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct ForeignCodeTests {
  private static let id = "rwlgt-iiaaa-aaaaa-aaaaa-cai"
  private static let folder = ".tinsmith"

  /// A program that tries to do harm, with the note of a canister's executable, and that canister's
  /// module hash.
  private func hostileProgram(_ tinsmith: Tinsmith) throws -> (bytes: [UInt8], moduleHash: String) {
    let elsewhere = ["TINSMITH_CACHE": tinsmith.folder.appending(path: "elsewhere").path]
    #expect(
      try tinsmith.run(
        "compile", "counter.wasm", "-o", "compiled", environment: elsewhere
      ).isSuccess)
    let compiled = try tinsmith.read("compiled")
    // A note: the sizes of name and content, a type, the name with its padding, the content.
    let name = try #require(compiled.firstRange(of: Array("Tinsmith\0".utf8)))
    let start = name.lowerBound - 12
    let size = (0..<4).reduce(0) { $0 | Int(compiled[start + 4 + $1]) << (8 * $1) }
    let end = name.lowerBound + 12 + (size + 3) / 4 * 4
    try tinsmith.write(Array(compiled[start..<end]), to: "note")
    try tinsmith.write(
      ".section .note.tinsmith, \"a\", @note\n.balign 4\n.incbin \"note\"\n", to: "note.s")
    let source = PackageRoot.appending("Tests/RuntimeTests/hostile_program.c").path
    let outcome = try Subprocess.run(
      URL(filePath: "/usr/bin/env"), ["clang", "-O1", source, "note.s", "-o", "hostile"],
      directory: tinsmith.folder)
    try #require(outcome.isSuccess, "\(outcome.errorText)")
    let content = String(decoding: compiled[start..<end], as: UTF8.self)
    let hash = try #require(content.firstMatch(of: #/"moduleHash":"([0-9a-f]{64})"/#)?.output.1)
    return (try tinsmith.read("hostile"), String(hash))
  }

  private func makeFolder(_ tinsmith: Tinsmith, _ path: String) throws {
    try FileManager.default.createDirectory(
      at: tinsmith.folder.appending(path: path), withIntermediateDirectories: true)
  }

  /// Installs the canister and puts something else into the record.
  private func forgeRecord(_ tinsmith: Tinsmith, _ part: Regex<Substring>, _ forged: String) throws
  {
    #expect(try tinsmith.run("install", "counter.wasm", "--engine", "interpreter").isSuccess)
    let record = String(decoding: try tinsmith.read("\(Self.folder)/network.json"), as: UTF8.self)
    let changed = record.replacing(part, with: forged)
    #expect(changed != record)
    try tinsmith.write(changed, to: "\(Self.folder)/network.json")
  }

  /// A folder as an attacker may send it: with a program that would do harm as soon as it is run.
  private func forgeFolder(_ tinsmith: Tinsmith) throws {
    let (program, moduleHash) = try hostileProgram(tinsmith)
    let identity = "\(moduleHash).0123456789abcdef"
    try forgeRecord(tinsmith, #/"identity" : "[^"]*"/#, "\"identity\" : \"\(identity)\"")
    let copy = "\(Self.folder)/code/\(identity).exe"
    try tinsmith.write(program, to: copy)
    chmod(tinsmith.folder.appending(path: copy).path, 0o755)
    try tinsmith.write("precious", to: "\(Self.folder)/state/victim")
  }

  private func report(_ tinsmith: Tinsmith) -> String? {
    let bytes = try? tinsmith.read("\(Self.folder)/state/\(Self.id)/report")
    return bytes.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func programsOfStrangersAreNotRun() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      try forgeFolder(tinsmith)
      for command in [
        ["call", "counter.wasm", "inc"], ["install", "counter.wasm"], ["install", "hostile"],
      ] {
        let outcome = try tinsmith.run(command)
        #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome.errorText)")
        #expect(outcome.errorText.contains("that was not compiled on this machine; --trust"))
      }
      #expect(report(tinsmith) == nil)
      // The user may want it; then it can do no harm, and is known from then on.
      for trust in [["--trust"], []] {
        let outcome = try tinsmith.run(["call", "counter.wasm", "inc"] + trust)
        guard outcome.status == 1, outcome.errorText.contains("process is gone") else {
          // A system that can't keep files from a program does not run this one at all.
          #expect(outcome.errorText.contains("Landlock"), "\(outcome.errorText)")
          return
        }
        #expect(report(tinsmith) == "end\n")
        #expect(try tinsmith.read("\(Self.folder)/state/victim") == Array("precious".utf8))
        #expect((try? tinsmith.read("\(Self.folder)/state/made")) == nil)
        unlink(tinsmith.folder.appending(path: "\(Self.folder)/state/\(Self.id)/report").path)
      }
    }
  }

  @Test func executablesOfOtherMachinesAreTrustedOnce() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let elsewhere = ["TINSMITH_CACHE": tinsmith.folder.appending(path: "elsewhere").path]
      try tinsmith.run("compile", "counter.wasm", environment: elsewhere)
      #expect(try tinsmith.run("install", "counter").status == 2)
      #expect(try tinsmith.run("install", "counter", "--trust").isSuccess)
      let call = try tinsmith.run("call", "counter", "inc", "--output", "hex")
      #expect(call.outputText == "01000000\n", "\(call.errorText)")
      // What was compiled here needs no word.
      try tinsmith.run("compile", "counter.wasm", "-O1", "-o", "own")
      #expect(try tinsmith.run("install", "own").isSuccess)
    }
  }

  @Test func objectsOfOtherMachinesAreNotLoaded() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let compile = ["compile", "counter.wasm", "--emit", "object"]
      let elsewhere = ["TINSMITH_CACHE": tinsmith.folder.appending(path: "elsewhere").path]
      try tinsmith.run(compile, environment: elsewhere)
      let refusal = try tinsmith.run("load", "counter.o", "methods")
      #expect(refusal.status == 2 && refusal.errorText.contains("tinsmith load --trust counter.o"))
      #expect(try tinsmith.run("load", "--trust", "counter.o", "methods").isSuccess)
      try tinsmith.run(compile)
      #expect(try tinsmith.run("load", "counter.o", "methods").isSuccess)
    }
  }

  /// Names that are paths, numbers that can't rise, and text that is none.
  @Test(arguments: [
    ("\"identity\" : \".*\"", "\"identity\" : \"../../evil\""),
    ("\"identity\" : \".*\"", "\"identity\" : \"/bin/true\""),
    ("\"identity\" : \".*\"", "\"identity\" : \"\""),
    ("\"version\" : .*", "\"version\" : 18446744073709551615"),
    ("\"lastNumber\" : .*", "\"lastNumber\" : 18446744073709551615,"),
    ("^", "{"),
  ])
  func recordsThatNobodyWroteAreRefused(part: String, forged: String) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      try forgeRecord(tinsmith, try Regex(part, as: Substring.self), forged)
      let outcome = try tinsmith.run("status", "counter.wasm")
      #expect(outcome.status == 1 && outcome.errorText.contains("network.json is damaged"))
    }
  }

  /// Only what this program has put there goes when other code comes.
  @Test func filesOfOthersStay() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      try makeFolder(tinsmith, "\(Self.folder)/code")
      try tinsmith.write("mine", to: "\(Self.folder)/code/mine.wasm")
      try tinsmith.write("mine", to: "\(Self.folder)/code/mine.exe")
      for _ in 0..<2 {
        let outcome = try tinsmith.run("install", "counter.wasm", "--engine", "interpreter")
        #expect(outcome.isSuccess, "\(outcome.errorText)")
      }
      #expect(try tinsmith.read("\(Self.folder)/code/mine.wasm") == Array("mine".utf8))
      #expect(try tinsmith.read("\(Self.folder)/code/mine.exe") == Array("mine".utf8))
    }
  }

  /// A copy under the name of other code is not run in its place.
  @Test func copiesOfOtherCodeAreRefused() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      #expect(try tinsmith.run("install", "counter.wasm", "--engine", "interpreter").isSuccess)
      let folder = tinsmith.folder.appending(path: "\(Self.folder)/code").path
      let copy = try #require(
        try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".wasm") })
      try tinsmith.write(try WasmTools.parse(Modules.upgrader), to: "\(Self.folder)/code/\(copy)")
      let outcome = try tinsmith.run("call", "counter.wasm", "inc", "--engine", "interpreter")
      #expect(outcome.status == 1 && outcome.errorText.contains("\(copy) is damaged"))
    }
  }

  /// What lies in the folder leads nowhere else, and nothing waits there for ever.
  @Test(
    arguments: ["", "lock", "code", "state", "state/\(id)", "state/\(id)/wasm_memory.bin"],
    [true, false])
  func linksAndPipesAreRefused(name: String, isPipe: Bool) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      let engine = ["--engine", "interpreter"]
      #expect(try tinsmith.run(["install", "counter.wasm"] + engine).isSuccess)
      let place = tinsmith.folder.appending(
        path: "\(Self.folder)/\(name.isEmpty ? "network.json" : name)")
      let victim = tinsmith.folder.appending(path: "victim")
      try FileManager.default.moveItem(at: place, to: victim)
      if isPipe {
        #expect(mkfifo(place.path, 0o600) == 0)
      } else {
        #expect(symlink(victim.path, place.path) == 0)
      }
      let before = try? Data(contentsOf: victim)
      let outcome = try tinsmith.run(["call", "counter.wasm", "inc"] + engine)
      #expect(outcome.status == 1 && outcome.output.isEmpty)
      #expect(outcome.errorText.contains(Self.folder), "\(outcome.errorText)")
      #expect(before == (try? Data(contentsOf: victim)))
    }
  }
}
