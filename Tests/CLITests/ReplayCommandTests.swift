import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: Tinsmith.canRun, Comment(rawValue: Tinsmith.absence)))
struct ReplayCommandTests {
  static let id = RunCommandTests.id
  static let script = """
    install \(id) counter.wasm 0x
    ingress \(id) inc 0x
    ingress \(id) trap ""
    time 1700000000000000000
    query \(id) get 0x
    upgrade \(id) counter.wasm 0x
    ingress \(id) inc 0x
    """

  /// Records the script, natively or interpreted.
  private func record(
    _ engine: [String] = [], then body: (Tinsmith) throws -> Void
  ) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(try Modules.counterBytes(), to: "counter.wasm")
      try tinsmith.write(Self.script, to: "script.drun")
      let run = try tinsmith.run(["run", "script.drun", "--record", "a.recording"] + engine)
      #expect(run.status == 0 && run.errorText.isEmpty)
      try body(tinsmith)
      #expect(try tinsmith.leftovers().isEmpty)
    }
  }

  @Test(arguments: Tinsmith.engines, Tinsmith.engines)
  func recordingsReplayOnEachEngine(recorded: [String], replayed: [String]) throws {
    try record(recorded) { tinsmith in
      let replay = try tinsmith.run(["replay", "a.recording"] + replayed)
      #expect(replay.errorText == "")
      #expect(replay.outputText.hasPrefix("a.recording: all "))
      #expect(replay.status == 0)
    }
  }

  /// How a run counts, and what its subnet allows, the recording tells.
  @Test(arguments: [
    ["--page-charges", "tracker"], ["--metering", "off"], ["--subnet", "benchmarking"],
    ["--instruction-limit", "50"],
  ])
  func optionsOfTheRunNeedNotBeRepeated(options: [String]) throws {
    try record(options) { tinsmith in
      let replay = try tinsmith.run(["replay", "a.recording", "--engine", "interpreter"])
      #expect(replay.status == 0 && replay.errorText == "")
    }
  }

  /// Recordings that were forged, or are of another canister.
  @Test(arguments: [
    (#""instructions":"#, #""instructions":1"#),
    (#""changedHeapPages":"#, #""changedHeapPages":1"#),
    (#""heap":""#, #""heap":"0"#),
  ])
  func differencesAreFound(text: String, replacement: String) throws {
    try record { tinsmith in
      let path = "a.recording"
      let recording = String(decoding: try tinsmith.read(path), as: UTF8.self)
      try #require(recording.contains(text))
      try tinsmith.write(recording.replacing(text, with: replacement), to: path)
      let replay = try tinsmith.run(["replay", path])
      #expect(replay.status == 1 && replay.errorText.contains("of the recording differs"))
    }
  }

  /// The first line of a recording.
  private static func head(version: Int = 2, metering: String = "exact") -> String {
    #"{"recording":{"version":\#(version),"counting":{"metering":"\#(metering)","#
      + #""pageCharges":"classic"}}}"# + "\n"
  }

  @Test(arguments: [
    ("", "a.recording: no recording"), ("{}\n", "a.recording: no recording"),
    (
      head(version: 1) + "x\n",
      "a.recording is a recording of version 1, and this program replays version 2"
    ),
    (
      head(metering: "x") + #"{"end":{"state":"","memories":{}}}"#,
      "a.recording:1: nothing counts in this way here"
    ),
    (head() + "x\n", "a.recording:2: it is no line of a recording"),
    (head(), "a.recording: the recording has no end"),
    (head() + #"{"module":{"identity":"a","bytes":"AAEC"}}"# + "\n", "a.recording: "),
  ])
  func badFilesAreExplained(text: String, start: String) throws {
    try Tinsmith.inFolder { tinsmith in
      try tinsmith.write(text, to: "a.recording")
      let replay = try tinsmith.run(["replay", "a.recording"])
      #expect(replay.status != 0 && replay.errorText.contains(start))
    }
  }

  @Test func existingFilesAreKept() throws {
    try record { tinsmith in
      let before = try tinsmith.read("a.recording")
      let run = try tinsmith.run(["run", "script.drun", "--record", "a.recording"])
      #expect(run.status == 1 && run.errorText.contains("a.recording: can't be written"))
      #expect(try tinsmith.read("a.recording") == before)
    }
  }
}
