import Foundation
import TestSupport
import Testing
import Validation
import WebAssembly

/// Every module of the official test suite is accepted or refused as the suite says, and refused
/// in its words.
@Suite(
  .enabled(if: OfficialSuite.isAvailable, "\(OfficialSuite.absence)"),
  .enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct OfficialSuiteTests {
  @Test(arguments: OfficialSuite.scripts)
  func script(_ url: URL) throws {
    let name = url.deletingPathExtension().lastPathComponent
    try TemporaryDirectory.with { folder in
      let script = try SuiteScript(url, in: folder)
      var refusals: Set<Proposal> = []
      for command in script.commands {
        guard let bytes = try script.module(of: command) else { continue }
        let outcome = Outcome(bytes)
        if case .unsupported(let proposal) = outcome { refusals.insert(proposal) }
        if let complaint = complaint(about: outcome, command, of: name) {
          Issue.record("\(name).wast:\(command.line): \(complaint)")
        }
      }
      let expected = SuiteExceptions.proposals[name] ?? []
      #expect(refusals == Set(expected), "the list of exceptions is out of date")
    }
  }

  /// What became of a module.
  private enum Outcome {
    case accepted
    /// It uses an extension that is not supported.
    case unsupported(Proposal)
    case refused(String)

    init(_ bytes: [UInt8]) {
      do {
        let module = try Validator.validate(try ModuleDecoder().decode(bytes))
        self = SideTableChecker.complaint(about: module).map { .refused($0) } ?? .accepted
      } catch let error as DecodingError {
        if case .refused(_, let proposal) = error.kind {
          self = .unsupported(proposal)
        } else {
          self = .refused(error.message)
        }
      } catch {
        self = .refused((error as? ValidationError)?.message ?? "\(error)")
      }
    }
  }

  /// What is wrong with the outcome of a command, if anything.
  private func complaint(
    about outcome: Outcome, _ command: SuiteScript.Command, of script: String
  ) -> String? {
    let mustFail = command.type == "assert_invalid" || command.type == "assert_malformed"
    switch outcome {
    case .unsupported: return nil
    case .accepted:
      return mustFail ? "accepted, though \(command.text ?? "wrong")" : nil
    case .refused(let message):
      guard mustFail else { return "refused: \(message)" }
      guard let expected = command.text,
        !message.hasPrefix(expected) && !expected.hasPrefix(message)
      else { return nil }
      let exception = SuiteExceptions.messages.first {
        $0.suite == expected && message.hasPrefix($0.ours)
      }
      return exception == nil ? "says \"\(message)\" instead of \"\(expected)\"" : nil
    }
  }
}
