import Admission
import Candid
import CanisterProcess
import Foundation
import Subnet
import TestSupport
import Testing

@testable import Workspace

/// What is kept of an installed canister.
struct CanisterRecordTests {
  /// A module with nothing in it is a canister.
  static func file() throws -> CanisterFile {
    try CanisterFile([0, 0x61, 0x73, 0x6D, 1, 0, 0, 0], path: "empty.wasm")
  }

  static func record() throws -> CanisterRecord {
    var canister = CanisterState(
      controllers: [.anonymous, .management], cycleBalance: .max - 5)
    canister.settings.environmentVariables = ["name": "value"]
    canister.lowMemory = .told
    canister.log = CanisterLog(
      records: [
        CanisterLog.Record(index: 3, timestampNanoseconds: 50, content: Array("text".utf8)),
        CanisterLog.Record(index: 4, timestampNanoseconds: 60, content: [0xFF, 0, 0x80]),
      ], nextIndex: 5)
    var record = CanisterRecord(try file(), canister)
    canister.version = 7
    record.note(canister, timeNanoseconds: 100)
    record.interfacePath = "/empty.did"
    record.subnetKind = .system
    return record
  }

  private func inCanister(_ body: (InstalledCanister) throws -> Void) throws {
    try TemporaryDirectory.with { folder in
      let canister = InstalledCanister(code: folder.appending(path: "empty.wasm").path, state: nil)
      try canister.makeFolder()
      try body(canister)
    }
  }

  @Test func allOfItIsKept() throws {
    try inCanister { canister in
      #expect(try canister.record() == nil && !canister.isInstalled)
      let record = try Self.record()
      try canister.write(record)
      #expect(try canister.record() == record && canister.isInstalled)
      canister.removeRecord()
      #expect(try canister.record() == nil && !canister.isInstalled)
    }
  }

  /// What was printed is there for people to read, if it is text.
  @Test func theLogIsText() throws {
    let json = String(decoding: try JSONEncoder().encode(Self.record().canister.log), as: UTF8.self)
    #expect(json.contains(#""text":"text""#) && json.contains(#""bytes":[255,0,128]"#))
  }

  @Test(arguments: [
    ("\"version\" : 7", "\"version\" : 18446744073709551615"),
    ("\"nextIndex\" : 5", "\"nextIndex\" : 18446744073709551615"),
    ("\"timeNanoseconds\" : 100", "\"timeNanoseconds\" : 18446744073709551615"),
    ("\"moduleHash\" : \"", "\"moduleHash\" : \"../"),
    ("\"moduleHash\"", "\"copy\" : \"../evil.exe\", \"moduleHash\""), ("{", "["),
    ("2vxsx-fae", "2vxsx-fa"),
  ])
  func whatNobodyWroteIsRefused(part: String, replacement: String) throws {
    try inCanister { canister in
      try canister.write(Self.record())
      let path = "\(canister.folder)/canister.json"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let changed = text.replacing(part, with: replacement, maxReplacements: 1)
      #expect(changed != text)
      try changed.write(toFile: path, atomically: true, encoding: .utf8)
      #expect {
        try canister.record()
      } throws: { error in
        guard case WorkspaceError.recordDamaged(path) = error else { return false }
        return true
      }
    }
  }

  /// A query has seen a later time, but left no trace.
  @Test func timeGoesOnWithTheState() throws {
    var record = try Self.record()
    var canister = record.canister
    canister.cycleBalance = 1
    record.note(canister, timeNanoseconds: 200)
    #expect(record.timeNanoseconds == 100 && record.canister == canister)
    canister.version = 8
    record.note(canister, timeNanoseconds: 200)
    #expect(record.timeNanoseconds == 200 && record.canister == canister)
  }

  @Test func codeIsKeptByItsHash() throws {
    try inCanister { canister in
      let (file, record) = (try Self.file(), try Self.record())
      #expect(throws: StateError.self) { try canister.code(record) }
      try canister.keep(file)
      #expect(try canister.code(record).bytes == file.bytes)
      let hash = file.description.moduleHash
      #expect(try canister.code(moduleHash: hash, on: .application)?.bytes == file.bytes)
      canister.dropCopies(but: file.name)
      #expect(try canister.code(record).bytes == file.bytes)
      canister.dropCopies(but: nil)
      #expect(try canister.code(moduleHash: hash, on: .application) == nil)
    }
  }

  @Test(arguments: [
    ("/a/kv.wasm", "/a/.tinsmith/kv"), ("/a/kv.wasm.gz", "/a/.tinsmith/kv"),
    ("/a/kv", "/a/.tinsmith/kv"), ("/a/kv.wat", "/a/.tinsmith/kv"),
    ("/a/.wasm", "/a/.tinsmith/"), ("/a/kv.wasm.exe", "/a/.tinsmith/kv.wasm.exe"),
  ])
  func aModuleAndItsExecutableAreOneCanister(path: String, folder: String) {
    #expect(InstalledCanister(code: path, state: nil).folder == folder)
    #expect(InstalledCanister(code: path, state: "/b").folder == "/b")
  }
}
