import Foundation
import TestSupport

/// Modules that `wasm-tools smith` makes out of numbers: with the same seed the same bytes.
enum RandomModule {
  static let methodCount = 4

  /// A canister with the query methods `m0` … `m3`, which end by themselves.
  ///
  /// `traps` says whether its code may trap at all, but for running too long.
  static func bytes(seed: UInt64, traps: Bool) throws -> [UInt8] {
    var random = SplitMix64(state: seed)
    let input = (0..<2500).flatMap { _ in
      withUnsafeBytes(of: random.next().littleEndian) { Array($0) }
    }
    let exports = (0..<methodCount).map { "(func (export \"canister_query m\($0)\"))" }
    var bytes: [UInt8] = []
    try TestSupport.TemporaryDirectory.with { folder in
      func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let url = folder.appending(path: name)
        try Data(bytes).write(to: url)
        return url.path
      }
      let shape = try WasmTools.parse("(module \(exports.joined()))")
      var arguments = [
        "smith", try file("seed", input), "--exports", try file("exports", shape),
        "--available-imports", try file("imports", try WasmTools.parse("(module)")),
        "--ensure-termination", "--fuel", "300", "--disallow-traps", "\(!traps)",
        "--min-funcs", "6", "--max-funcs", "20", "--max-instructions", "400",
        "--max-memories", "1", "--max-tables", "1", "--max-table-elements", "100",
        "--allow-start-export", "false", "--tail-call-enabled", "true",
      ]
      for extension_ in refusedExtensions {
        arguments += ["--\(extension_)-enabled", "false"]
      }
      bytes = try WasmTools.run(arguments).output
    }
    return bytes
  }

  private static let refusedExtensions = [
    "gc", "exceptions", "threads", "relaxed-simd", "memory64", "reference-types",
    "custom-descriptors", "shared-everything-threads", "wide-arithmetic", "extended-const",
  ]
}
