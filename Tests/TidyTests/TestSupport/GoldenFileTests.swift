import Foundation
import TestSupport
import Testing

@Suite struct GoldenFileTests {
  private func check(
    _ text: String, _ actual: String, isUpdating: Bool = false
  ) throws -> String {
    try TemporaryDirectory.with { folder in
      let url = folder.appending(path: "case.wat")
      try text.write(to: url, atomically: true, encoding: .utf8)
      try GoldenFile(url).check(actual, isUpdating: isUpdating)
      return try String(contentsOf: url, encoding: .utf8)
    }
  }

  private static let text = """
    ;; stable: call
    (module)

    ;; expected:
    ;; one
    ;;
    ;;   three

    """

  @Test func expectationIsCompared() throws {
    #expect(try check(Self.text, "one\n\n  three\n") == Self.text)
    let error = try #require(throws: GoldenFile.Mismatch.self) {
      try check(Self.text, "one\ntwo\n  three")
    }
    #expect(error.description.contains("differs in line 2"))
    #expect(throws: GoldenFile.Mismatch.self) { try check(Self.text, "one") }
    #expect(throws: GoldenFile.Mismatch.self) { try check(Self.text, "one\n\n  three\nfour") }
    #expect(throws: GoldenFile.Mismatch.self) { try check("(module)\n", "one") }
  }

  @Test func expectationIsRewritten() throws {
    let updated = try check(Self.text, "new\n\nlines \n", isUpdating: true)
    #expect(
      updated == ";; stable: call\n(module)\n\n;; expected:\n;; new\n;;\n;; lines\n")
    #expect(try check(updated, "new\n\nlines") == updated)
    #expect(try check("(module)\n", "x", isUpdating: true) == "(module)\n\n;; expected:\n;; x\n")
  }

  @Test func optionsStandBeforeTheModule() throws {
    try TemporaryDirectory.with { folder in
      let url = folder.appending(path: "case.wat")
      try (Self.text + ";; late: yes\n").write(to: url, atomically: true, encoding: .utf8)
      let file = try GoldenFile(url)
      #expect(file.option("stable") == "call")
      #expect(file.option("late") == nil)
    }
  }
}
