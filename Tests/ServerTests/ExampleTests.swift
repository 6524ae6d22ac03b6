import Benchmarking
import Bytes
import Candid
import Foundation
import JSON
import Subnet
import TestSupport
import Testing

/// The project's examples, whose transcripts and results must come out over the wire, too.
@Suite(.enabled(if: TinsmithProgram.canRun, Comment(rawValue: TinsmithProgram.absence)))
struct ExampleTests {
  private static func path(_ name: String) -> String {
    PackageRoot.appending("examples/\(name)").path
  }

  private static func isBuilt(_ name: String) -> Bool {
    FileManager.default.fileExists(
      atPath: PackageRoot.appending(".build/examples/\(name).wasm").path)
  }

  private static let absence: Comment = "the examples are not built: `make examples`"

  /// What Motoko's runner does of a script, message by message: its first canister has the first id
  /// there is.
  @Test(
    .enabled(if: isBuilt("kv") && isBuilt("counter-c"), absence),
    arguments: ["kv/kv.drun", "counter-c/counter.drun"])
  func transcriptsAreThoseOfScripts(_ script: String) throws {
    let client = try PocketICClient(ServerProgram(), subnets: ["nns": PocketICClient.subnet()])
    let path = Self.path(script)
    var transcript: [String] = []
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    where !line.hasPrefix("#") {
      transcript += try Self.run(line.split(separator: " "), in: path, client)
    }
    let expected = try String(contentsOfFile: "\(path).expected", encoding: .utf8)
      .split(separator: "\n").filter { !$0.contains(" UTC: [Canister ") }
    #expect(transcript == expected.map { String($0).replacing(#/IC\d{4}: /#, with: "") })
  }

  /// The lines that a command of a script leads to, without the numbers of errors, which the
  /// protocol has as names.
  private static func run(
    _ words: [Substring], in path: String, _ client: PocketICClient
  ) throws -> [String] {
    let canister = try Principal(text: String(words[1]))
    let argument = try #require([UInt8](hexadecimal: words[3].dropFirst(2)))
    let outcome: PocketICClient.Outcome
    var lines: [String] = []
    switch words[0] {
    case "install", "reinstall", "upgrade":
      if words[0] == "install" {
        let created = try client.createCanister(id: canister).bytes
        // (record { canister_id : principal })
        let reply = "4449444c016c01b3c4b1f204680100010a\(created.hexadecimal)"
        lines = ["ingress Completed: Reply: 0x\(reply)"]
      }
      let module = URL(filePath: path).deletingLastPathComponent()
        .appending(path: String(words[2])).standardizedFileURL
      try client.install(
        Array(Data(contentsOf: module)), on: canister, mode: String(words[0]), argument: argument)
      return lines + ["ingress Completed: Reply: 0x4449444c0000"]
    case "query": outcome = try client.query(canister, String(words[2]), argument)
    default: outcome = try client.update(canister, String(words[2]), argument)
    }
    let isQuery = words[0] == "query"
    let text =
      switch outcome {
      case .reply(let bytes):
        (isQuery ? "Ok: Reply: 0x" : "ingress Completed: Reply: 0x") + bytes.hexadecimal
      case .reject(let reject): (isQuery ? "Err: " : "ingress Err: ") + reject.message
      }
    return text.split(separator: "\n").map(String.init)
  }

  /// What canbench does: on a subnet for benchmarks, where a message may take 10^13 instructions.
  @Test(.enabled(if: isBuilt("stable-bench"), absence))
  func benchmarksMeasureTheSame() throws {
    let client = try PocketICClient(
      ServerProgram(),
      subnets: ["application": .array([PocketICClient.subnet(instructions: "Benchmarking")])])
    let canister = try client.createCanister(cycles: 1_000_000_000_000_000)
    let module = try Data(contentsOf: PackageRoot.appending(".build/examples/stable-bench.wasm"))
    try client.install(Array(module), on: canister)
    let results = try ResultsFile(path: Self.path("stable-bench/canbench_results.yml")).results
    #expect(results.count > 5)
    for (name, result) in results {
      guard case .reply(let reply) = try client.query(canister, "__canbench__\(name)", []) else {
        Issue.record("no reply of \(name)")
        continue
      }
      #expect(try BenchmarkResult(reply: reply) == result, "\(name)")
    }
  }
}
