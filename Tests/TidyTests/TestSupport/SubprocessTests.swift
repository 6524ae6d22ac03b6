import Foundation
import TestSupport
import Testing

@Suite struct SubprocessTests {
  private func shell(
    _ script: String, input: [UInt8] = [], limitSeconds: Double = 30
  ) throws -> Subprocess.Outcome {
    try Subprocess.run(
      URL(filePath: "/bin/sh"), ["-c", script], input: input, environment: ["GREETING": "hello"],
      limitSeconds: limitSeconds)
  }

  @Test func bothOutputsAndTheStatusAreKept() throws {
    let outcome = try shell("cat; echo $GREETING >&2; exit 3", input: [1, 2, 255])
    #expect(outcome.output == [1, 2, 255])
    #expect(outcome.errorText == "hello\n")
    #expect(outcome.status == 3)
    #expect(!outcome.wasSignalled && !outcome.isSuccess)
  }

  @Test func signalsAreTold() throws {
    let outcome = try shell("kill -9 $$")
    #expect(outcome.wasSignalled)
    #expect(outcome.status == 9)
  }

  @Test func muchOutputDoesNotBlock() throws {
    let outcome = try shell("head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2")
    #expect(outcome.isSuccess)
    #expect(outcome.output.count == 3_000_000 && outcome.errorOutput.count == 3_000_000)
  }

  @Test func whatTakesTooLongIsKilled() {
    #expect(throws: Subprocess.TimedOut.self) { try shell("exec sleep 60", limitSeconds: 0.2) }
  }

  @Test func foldersAreRemoved() throws {
    struct Thrown: Error {}
    var folder: URL?
    #expect(throws: Thrown.self) {
      try TemporaryDirectory.with { url in
        folder = url
        try Data().write(to: url.appending(path: "file"))
        throw Thrown()
      }
    }
    let path = try #require(folder).path(percentEncoded: false)
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
