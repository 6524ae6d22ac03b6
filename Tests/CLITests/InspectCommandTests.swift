import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
struct InspectCommandTests {
  @Test func reportForPeople() throws {
    try Tinsmith.inFolder { tinsmith in
      let bytes = try Modules.counterBytes()
      try tinsmith.write(bytes, to: "counter.wasm")
      let outcome = try tinsmith.run("inspect", "counter.wasm")
      #expect(outcome.isSuccess && outcome.errorText.isEmpty)
      let text = outcome.outputText
      for part in [
        "  canister          yes\n", "\nUpdate methods\n  inc\n  trap\n",
        "\nQuery methods\n  get\n",
        "\n  canister_global_timer\n", "\n  ic0.msg_reply\n",
        "memory            1 or more pages, i32",
        "icp:public candid:service", "\n    get : () -> () query;\n",
      ] {
        #expect(text.contains(part), "\(part) is not in:\n\(text)")
      }
      #expect(!text.contains("\u{1B}"))
    }
  }

  @Test func objectForPrograms() throws {
    try Tinsmith.inFolder { tinsmith in
      let bytes = try Modules.counterBytes()
      try tinsmith.write(bytes, to: "counter.wasm")
      let report = try Report(try tinsmith.run("inspect", "counter.wasm", "--json").output)
      #expect(report.sizeBytes == bytes.count && report.uncompressedSizeBytes == bytes.count)
      #expect(report.methods.query == ["get"] && report.methods.compositeQuery.isEmpty)
      #expect(report.methods.update == ["inc", "trap", "refuse", "greet", "wait", "hang"])
      #expect(report.imports.first == "ic0.msg_reply" && report.imports.count == 6)
      #expect(report.hash.count == 64 && report.problem == nil)
      let total = report.sections.reduce(8) { $0 + $1.sizeBytes + 1 }
      // Each section also has a size, of a byte or two here.
      #expect((total...total + 2 * report.sections.count).contains(bytes.count))
    }
  }

  @Test func modulesThatAreNoCanisters() throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try WasmTools.parse(Modules.wasi), to: "wasi.wasm")
      let report = try Report(try tinsmith.run("inspect", "wasi.wasm", "--json").output)
      #expect(report.imports == ["wasi_snapshot_preview1.proc_exit"])
      #expect(report.problem?.contains("proc_exit") == true)
      try tinsmith.write("no module", to: "text.wasm")
      let outcome = try tinsmith.run("inspect", "text.wasm")
      #expect(outcome.status == 1 && outcome.errorText.hasPrefix("error: text.wasm: "))
    }
  }

  private struct Report: Decodable {
    let hash: String
    let sizeBytes: Int
    let uncompressedSizeBytes: Int
    let problem: String?
    let imports: [String]
    let methods: Methods
    let sections: [Section]

    struct Methods: Decodable {
      let update: [String]
      let query: [String]
      let compositeQuery: [String]
    }

    struct Section: Decodable {
      let name: String
      let sizeBytes: Int
    }

    init(_ json: [UInt8]) throws {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      self = try decoder.decode(Self.self, from: Data(json))
    }
  }
}
