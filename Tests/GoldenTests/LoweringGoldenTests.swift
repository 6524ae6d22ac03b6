import Foundation
import Instrumentation
import LLVM
import Lowering
import NativePasses
import TestSupport
import Testing
import Validation
import WebAssembly

/// Each `.wat` file beside this one says what it is lowered to.
///
/// `;; emit: ir` shows the functions in LLVM's form after optimisation, `;; emit: assembly` their
/// machine code; `;; stable: call`, `;; metering: exact` and `;; optimize: 0` … `3` set the options
/// of those names.
@Suite struct LoweringGoldenTests {
  static let files: [URL] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Lowering")
    let contents = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return (contents ?? []).filter { $0.pathExtension == "wat" }
      .sorted { $0.path < $1.path }
  }()

  @Test func filesAreFound() { #expect(!Self.files.isEmpty) }

  /// The optimiser's output differs between versions of LLVM: the files are of the one we use.
  @Test(
    .enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"),
    .enabled(if: libraryVersion().hasPrefix("22."), "expectations are of LLVM 22"),
    arguments: files)
  func lowersAsExpected(_ url: URL) throws {
    let file = try GoldenFile(url)
    let form = file.option("emit") ?? "ir"
    if form == "assembly" && TargetMachine.hostArchitecture != "x86_64" { return }
    try file.check(Self.lowered(file, form: form))
  }

  private static func lowered(_ file: GoldenFile, form: String) throws -> String {
    let level = OptimizationLevel(rawValue: file.option("optimize") ?? "2")
    let stable = file.option("stable").flatMap(StableMemoryForm.init) ?? .inline
    let metering = file.option("metering").flatMap(MeteringForm.init) ?? .off
    let module = try Validator.validate(
      ModuleDecoder().decode(WasmTools.parse(file.input)))
    let machine = TargetMachine(cpu: "x86-64-v3", level: .default)
    let lowered = ModuleLowering.lower(
      Pipeline.instrument(
        module, options: CodeOptions(stableMemory: stable, metering: metering)),
      options: LoweringOptions(stableMemory: stable, metering: metering, cpu: "x86-64-v3"),
      machine: machine)
    #expect(lowered.verificationFailure() == nil)
    level?.optimize(lowered, on: machine)
    return form == "assembly"
      ? code(in: String(decoding: machine.emit(lowered, as: .assembly), as: UTF8.self))
      : functions(in: lowered.text)
  }

  /// The definitions of Wasm functions, without what only LLVM's readers need.
  private static func functions(in text: String) -> String {
    var lines: [Substring] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("define ") && line.contains("@wasm.") { isInside = true }
      if isInside { lines.append(line) }
      if line == "}" { isInside = false }
    }
    return lines.joined(separator: "\n").replacing(/\ #\d+/, with: "")
      .replacing(/,\ !prof\ !\d+/, with: "")
  }

  /// The instructions of Wasm functions, without directives and comments.
  private static func code(in assembly: String) -> String {
    var lines: [String] = []
    var isInside = false
    for line in assembly.split(separator: "\n") {
      let code = line.prefix { $0 != "#" }.trimmingPrefix(while: \.isWhitespace)
      let isLabel = line.first.map { !$0.isWhitespace && $0 != "#" } ?? false
      if isLabel && !code.hasPrefix(".L") { isInside = code.contains("wasm.") }
      guard isInside, !code.isEmpty, !code.hasPrefix(".") || code.hasPrefix(".LBB") else {
        continue
      }
      let words = code.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      lines.append(isLabel ? words : "  " + words)
    }
    return lines.joined(separator: "\n")
  }
}
