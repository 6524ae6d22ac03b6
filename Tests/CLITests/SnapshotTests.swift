import Foundation
import TestSupport
import Testing

/// Snapshots that other tools download and upload: `Snapshots/metadata.json` has dfx's exact form.
@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct SnapshotTests {
  static let folder = PackageRoot.appending("Tests/CLITests/Snapshots")

  /// What `get` answers for the snapshot: 16 bytes of the memory, then the mutable globals.
  static let reply =
    "abababababababababababababababab" + "f9ffffff" + "0000000000000080" + "0000804b"
    + "2f30b7b3a7c9ba81" + "0400000000000000ffffffff00000080"

  func inFolder(_ body: (Tinsmith) throws -> Void) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Self.module(), to: "globals.wasm")
      try body(tinsmith)
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  static func module() throws -> [UInt8] {
    try WasmTools.parse(
      try String(contentsOf: folder.appending(path: "globals.wat"), encoding: .utf8))
  }

  static func metadata() throws -> String {
    let text = try String(contentsOf: folder.appending(path: "metadata.json"), encoding: .utf8)
    let size = try module().count
    return text.replacing("\"wasm_module_size\": 0", with: "\"wasm_module_size\": \(size)")
  }

  /// Writes the files that dfx downloads: without one of a stable memory that is empty.
  func writeSnapshot(_ tinsmith: Tinsmith, metadata: String? = nil) throws {
    try FileManager.default.createDirectory(
      at: tinsmith.folder.appending(path: "snapshot/wasm_chunk_store"),
      withIntermediateDirectories: true)
    try tinsmith.write(metadata ?? Self.metadata(), to: "snapshot/metadata.json")
    try tinsmith.write(try Self.module(), to: "snapshot/wasm_module.bin")
    try tinsmith.write([UInt8](repeating: 0xAB, count: 65536), to: "snapshot/wasm_memory.bin")
    try tinsmith.write("abc", to: "snapshot/wasm_chunk_store/\(Self.chunk).bin")
  }

  static let chunk = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  func output(_ tinsmith: Tinsmith, _ arguments: [String]) throws -> String {
    let outcome = try tinsmith.run(arguments)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errorText)")
    return outcome.outputText
  }

  func fields(_ text: [UInt8]) throws -> [String: NSObject] {
    try #require(try JSONSerialization.jsonObject(with: Data(text)) as? [String: NSObject])
  }

  @Test(arguments: Tinsmith.engines)
  func aSnapshotIsGoneOnWithAndGivenBack(engine: [String]) throws {
    try inFolder { tinsmith in
      try writeSnapshot(tinsmith)
      _ = try output(tinsmith, ["state", "globals.wasm", "--import", "snapshot"])
      let get = ["call", "globals.wasm", "get", "--output", "hex"] + engine
      #expect(try output(tinsmith, get) == Self.reply + "\n")
      _ = try output(tinsmith, ["call", "globals.wasm", "change", "--output", "hex"] + engine)
      #expect(
        try output(tinsmith, get) == Self.reply.replacing("f9ffffff", with: "faffffff") + "\n")
      _ = try output(tinsmith, ["state", "globals.wasm", "--export", "given back"])

      var expected = try fields([UInt8](Self.metadata().utf8))
      var found = try fields(try tinsmith.read("given back/metadata.json"))
      #expect(found.removeValue(forKey: "tinsmith") != nil)
      for changed in ["taken_at_timestamp", "canister_version", "globals"] {
        #expect(expected.removeValue(forKey: changed) != found[changed])
      }
      #expect(found.removeValue(forKey: "canister_version") == 13 as NSNumber)
      let now = Date().timeIntervalSince1970
      let taken = try #require(found.removeValue(forKey: "taken_at_timestamp") as? NSNumber)
      #expect(abs(taken.doubleValue / 1e9 - now) < 60)
      let globals =
        "[{\"i32\": 1048576}, {\"f64\": 0.1}, {\"v128\": [4, 0, 4294967295, 2147483648]}, "
        + "{\"f64\": -2.5e-300}, {\"f64\": 0.1}, {\"i32\": -6}, {\"i64\": -9223372036854775808}, "
        + "{\"f32\": 16777216.0}]"
      let list = try JSONSerialization.jsonObject(with: Data(globals.utf8)) as? NSObject
      #expect(found.removeValue(forKey: "globals") == list)
      #expect(found == expected)

      for name in ["wasm_module.bin", "wasm_memory.bin", "wasm_chunk_store/\(Self.chunk).bin"] {
        let isSame = try tinsmith.read("given back/\(name)") == tinsmith.read("snapshot/\(name)")
        #expect(isSame, "\(name)")
      }
      #expect(try tinsmith.read("given back/stable_memory.bin").isEmpty)
    }
  }

  /// What JSON can't say, a float that is no number, is kept in a member of our own.
  @Test func oursAreExact() throws {
    let module = """
      (module
        (import "ic0" "msg_reply" (func $reply))
        (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
        (global $a (mut f32) (f32.const nan:0x200001))
        (global $b (mut f64) (f64.const -inf))
        (memory 1)
        (func (export "canister_query get")
          (f32.store (i32.const 0) (global.get $a))
          (f64.store (i32.const 4) (global.get $b))
          (call $append (i32.const 0) (i32.const 12)) (call $reply))
        (@custom "icp:public candid:service" "service : { get : () -> () query }"))
      """
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(module), to: "floats.wasm")
      _ = try output(tinsmith, ["install", "floats.wasm"])
      _ = try output(tinsmith, ["state", "floats.wasm", "--export", "snapshot"])
      let metadata = String(decoding: try tinsmith.read("snapshot/metadata.json"), as: UTF8.self)
      #expect(metadata.contains(#/"f32"\s*:\s*null/#) && metadata.contains(#/"f64"\s*:\s*null/#))
      _ = try output(tinsmith, ["state", "other.wasm", "--import", "snapshot"])
      let get = ["call", "other.wasm", "get", "--output", "hex"]
      #expect(try output(tinsmith, get) == "0100a07f" + "000000000000f0ff" + "\n")
    }
  }

  /// An invalid snapshot is refused with the reason, and nothing is installed.
  @Test(arguments: [
    ("\"f64\": 0.1", "\"f64\": null", "has no value for global 1 of its list of 8"),
    ("\"i32\": -7", "\"i32\": 2147483648", "has no value for global 5 of its list of 8"),
    ("\"i32\": -7", "\"i64\": -7", "are not those of the snapshot's wasm_module.bin"),
    ("\"wasm_memory_size\": 65536", "\"wasm_memory_size\": 131072", "is damaged: wasm_memory.bin"),
    ("\"canister_version\"", "\"version\"", "is not a snapshot of a canister"),
    ("255\n  ],", "256\n  ],", "is damaged"),
    ("\"condition_not_satisfied\"", "\"asleep\"", "is damaged"),
  ])
  func aSnapshotThatIsNoneIsRefused(part: String, replacement: String, reason: String) throws {
    try inFolder { tinsmith in
      let metadata = try Self.metadata()
      let changed = metadata.replacing(part, with: replacement, maxReplacements: 1)
      #expect(changed != metadata)
      try writeSnapshot(tinsmith, metadata: changed)
      let outcome = try tinsmith.run("state", "globals.wasm", "--import", "snapshot")
      #expect(outcome.status != 0)
      #expect(outcome.errorText.contains(reason), "\(outcome.errorText)")
      #expect(outcome.errorText.split(separator: "\n").count == 1)
      #expect(try tinsmith.run("call", "globals.wasm", "get").status == 2)
    }
  }

  /// What is there is not lost by mistake.
  @Test func nothingIsOverwritten() throws {
    try inFolder { tinsmith in
      try writeSnapshot(tinsmith)
      let importing = ["state", "globals.wasm", "--import", "snapshot"]
      _ = try output(tinsmith, importing)
      let again = try tinsmith.run(importing)
      #expect(again.status == 2 && again.errorText.contains("is installed here"))
      let exporting = try tinsmith.run("state", "globals.wasm", "--export", "snapshot")
      #expect(exporting.status == 2 && exporting.errorText.contains("is not an empty folder"))
      let copying = try tinsmith.run("state", "globals.wasm", "--copy", "snapshot")
      #expect(copying.status == 2 && copying.errorText.contains("is not an empty folder"))
      let both = try tinsmith.run("state", "globals.wasm", "--reset", "--export", "x")
      #expect(both.status != 0 && both.errorText.contains("exclude each other"))
    }
  }

  /// A sparse stable memory stays sparse in all kinds of copies.
  @Test(arguments: ["--copy", "--export"])
  func copiesAreSparse(option: String) throws {
    let module = """
      (module
        (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
        (import "ic0" "stable64_write" (func $write (param i64 i64 i64)))
        (memory 1)
        (data (i32.const 0) "tail")
        (func (export "canister_init")
          (drop (call $grow (i64.const 0x4000)))
          (call $write (i64.const 0x3fff8000) (i64.const 0) (i64.const 4))))
      """
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(module), to: "large.wasm")
      _ = try output(tinsmith, ["install", "large.wasm"])
      _ = try output(tinsmith, ["state", "large.wasm", option, "copy"])
      let copy = tinsmith.folder.appending(path: "copy").path
      let name = try #require(
        try FileManager.default.subpathsOfDirectory(atPath: copy).first {
          $0.hasSuffix("stable_memory.bin")
        })
      var status = stat()
      #expect(stat("\(copy)/\(name)", &status) == 0)
      #expect(status.st_size == 1 << 30)
      #expect(status.st_blocks * 512 < 1 << 20)
      let file = try FileHandle(forReadingFrom: URL(filePath: "\(copy)/\(name)"))
      try file.seek(toOffset: 0x3fff_8000)
      #expect(try file.read(upToCount: 5) == Data("tail\0".utf8))
    }
  }

  /// What could not be copied as a whole is not there at all; an empty folder stays empty.
  @Test(arguments: ["--copy", "--export"])
  func aCopyThatFailsLeavesNothing(option: String) throws {
    try inFolder { tinsmith in
      _ = try output(tinsmith, ["install", "globals.wasm"])
      let files = try tinsmith.files()
      // Files can't become larger than 16 KiB, and the memory has 64.
      let limited = "trap '' XFSZ; ulimit -f 16; exec \"$0\" state globals.wasm \"$@\""
      for target in ["copy", "new/copy"] {
        let outcome = try Subprocess.run(
          URL(filePath: "/bin/bash"), ["-c", limited, Tinsmith.program.path, option, target],
          environment: tinsmith.environment, directory: tinsmith.folder)
        #expect(outcome.status == 1 && outcome.errorText.contains("can't be written"))
        #expect(try tinsmith.files() == files)
      }
      guard option == "--export" else { return }
      let empty = tinsmith.folder.appending(path: "empty")
      try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: false)
      let outcome = try Subprocess.run(
        URL(filePath: "/bin/bash"), ["-c", limited, Tinsmith.program.path, option, "empty"],
        environment: tinsmith.environment, directory: tinsmith.folder)
      #expect(outcome.status == 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: empty.path).isEmpty)
      _ = try output(tinsmith, ["state", "globals.wasm", "--export", "empty"])
    }
  }

  /// An executable has no module in it: that must be beside it, or be named.
  @Test func theModuleOfAnExecutableIsFound() throws {
    try inFolder { tinsmith in
      _ = try output(tinsmith, ["compile", "globals.wasm", "-O0"])
      _ = try output(tinsmith, ["install", "globals"])
      _ = try output(tinsmith, ["state", "globals", "--export", "one"])
      _ = try output(tinsmith, ["state", "globals.wasm", "--export", "two"])
      #expect(try tinsmith.read("one/wasm_module.bin") == Self.module())
      #expect(try tinsmith.read("two/wasm_module.bin") == Self.module())
      _ = try output(tinsmith, ["state", "other.wasm", "--import", "one"])
      try tinsmith.write(try Modules.counterBytes(), to: "globals.wasm")
      let outcome = try tinsmith.run("state", "globals", "--export", "three")
      #expect(outcome.status == 2 && outcome.errorText.contains("name the module"))
      #expect(try !tinsmith.files().contains("three"))
    }
  }
}
