package import Foundation
import Synchronization

/// The program `wasm-tools`, which turns text into binaries for tests.
package enum WasmTools {
  /// Where it is: `WASM_TOOLS` names it, or `make deps` has put it under `.build`, or it is on
  /// the path; nil if none of these holds.
  package static let program: URL? = ToolLocator.find(
    "wasm-tools", variable: "WASM_TOOLS", in: ".build/tools/bin")

  package static var isAvailable: Bool { program != nil }

  /// What to say of a test that is skipped because the program is absent.
  package static let absence = "wasm-tools is not here: `make deps` fetches it"

  /// The program could not be run, or refused the text.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// Turns a module in text format into its binary; equal texts are parsed once.
  package static func parse(_ text: String) throws -> [UInt8] {
    if let bytes = cache.withLock({ $0[text] }) { return bytes }
    let outcome = try run(["parse", "-"], input: [UInt8](text.utf8))
    cache.withLock { $0[text] = outcome.output }
    return outcome.output
  }

  /// Runs the program and fails if it does.
  package static func run(_ arguments: [String], input: [UInt8] = []) throws -> Subprocess.Outcome {
    guard let program else { throw Failure(description: absence) }
    let outcome = try Subprocess.run(program, arguments, input: input)
    guard outcome.isSuccess else { throw Failure(description: outcome.errorText) }
    return outcome
  }

  private static let cache = Mutex<[String: [UInt8]]>([:])
}
