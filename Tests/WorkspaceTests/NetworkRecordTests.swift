import Admission
import Candid
import CanisterProcess
import Foundation
import Subnet
import TestSupport
import Testing

@testable import Workspace

/// What is kept of a network beside the canisters' states.
struct NetworkRecordTests {
  static let id = Principal(canisterIndex: 0)

  /// A module with nothing in it is a canister.
  static func file() throws -> CanisterFile {
    try CanisterFile([0, 0x61, 0x73, 0x6D, 1, 0, 0, 0], path: "empty.wasm")
  }

  static func record() throws -> NetworkRecord {
    var canister = CanisterState(
      controllers: [.anonymous, .management], cycleBalance: .max - 5)
    canister.settings.environmentVariables = ["name": "value"]
    canister.lowMemory = .told
    canister.version = 7
    canister.log = CanisterLog(
      entries: [
        CanisterLog.Entry(index: 3, timestampNanoseconds: 50, content: Array("text".utf8)),
        CanisterLog.Entry(index: 4, timestampNanoseconds: 60, content: [0xFF, 0, 0x80]),
      ], nextIndex: 5)
    let file = try file()
    canister.code = CodeDescription(file.description, identity: file.identity)
    var record = NetworkRecord()
    record.adopt(id, canister)
    _ = record.network.apply(.all(.setCertifiedTime(100)))
    record.labels[id] = .init(name: "empty", codePath: "/empty.wasm", interfacePath: "/empty.did")
    return record
  }

  private func inNetwork(_ body: (NetworkFolder) throws -> Void) throws {
    try TemporaryDirectory.with { folder in
      let network = NetworkFolder(path: folder.appending(path: "network").path)
      try network.make()
      try body(network)
    }
  }

  @Test func allOfItIsKept() throws {
    try inNetwork { network in
      #expect(try network.record() == nil && !network.hasNetwork)
      let record = try Self.record()
      try network.write(record)
      #expect(try network.record() == record && network.hasNetwork)
    }
  }

  @Test(arguments: ["empty", "empty.wasm", "/other/empty.wasm.gz", "rwlgt-iiaaa-aaaaa-aaaaa-cai"])
  func canistersAreKnownByNameAndID(text: String) throws {
    #expect(try Self.record().id(of: CanisterTarget(text)) == Self.id)
  }

  @Test(arguments: ["other", "rrkah-fqaaa-aaaaa-aaaaq-cai", "aaaaa-aa", ""])
  func othersAreUnknown(text: String) throws {
    #expect(try Self.record().id(of: CanisterTarget(text)) == nil)
  }

  @Test(arguments: [
    ("/a/kv.wasm", "kv"), ("/a/kv.wasm.gz", "kv"), ("kv", "kv"), ("/a/kv.wat", "kv"),
    ("/a/.wasm", ""), ("/a/kv.wasm.exe", "kv.wasm.exe"),
  ])
  func aModuleAndItsExecutableAreOneCanister(path: String, name: String) {
    #expect(CanisterTarget(path).name == name)
  }

  /// What was printed is there for people to read, if it is text.
  @Test func theLogIsText() throws {
    let log = try #require(try Self.record().network.canister(Self.id)?.log)
    let json = String(decoding: try JSONEncoder().encode(log), as: UTF8.self)
    #expect(json.contains(#""text":"text""#) && json.contains(#""bytes":"ff0080""#))
  }

  @Test(arguments: [
    ("\"version\" : 7", "\"version\" : 18446744073709551615"),
    ("\"nextIndex\" : 5", "\"nextIndex\" : 18446744073709551615"),
    ("\"timeNanoseconds\" : 100", "\"timeNanoseconds\" : 18446744073709551615"),
    ("\"clockLeadNanoseconds\" : 0", "\"clockLeadNanoseconds\" : 18446744073709551615"),
    ("\"identity\" : \"", "\"identity\" : \"../"), ("{", "["), ("2vxsx-fae", "2vxsx-fa"),
  ])
  func whatNobodyWroteIsRefused(part: String, replacement: String) throws {
    try inNetwork { network in
      try network.write(Self.record())
      let text = try String(contentsOfFile: network.recordPath, encoding: .utf8)
      let changed = text.replacing(part, with: replacement, maxReplacements: 1)
      #expect(changed != text)
      try changed.write(toFile: network.recordPath, atomically: true, encoding: .utf8)
      #expect {
        try network.record()
      } throws: { error in
        guard case WorkspaceError.recordDamaged(network.recordPath) = error else { return false }
        return true
      }
    }
  }

  /// A file of another version is not taken for a damaged one.
  @Test(arguments: [(1, ""), (3, "\"formatVersion\" : 3,")])
  func otherVersionsAreNamed(version: Int, member: String) throws {
    try inNetwork { network in
      try network.write(Self.record())
      let text = try String(contentsOfFile: network.recordPath, encoding: .utf8)
      let changed = text.replacing("\"formatVersion\" : 2,", with: member)
      #expect(changed != text)
      try changed.write(toFile: network.recordPath, atomically: true, encoding: .utf8)
      #expect {
        try network.record()
      } throws: { error in
        let start = "\(network.recordPath) has format version \(version), and this program reads"
        return "\(error)".hasPrefix(start)
      }
    }
  }

  /// A query has seen a later time, but left no trace.
  @Test func timeGoesOnWithTheState() throws {
    let record = try Self.record()
    var later = record
    _ = later.network.apply(.all(.setCertifiedTime(200)))
    #expect(!later.hasChanged(since: record))
    _ = later.network.apply(.all(.forget(Self.id)))
    #expect(later.hasChanged(since: record))
  }

  /// A state without code decides against what the record says, if a session has
  /// not come to its end, or if the user names the canister.
  @Test(arguments: [(true, nil), (false, "empty"), (false, nil)] as [(Bool, String?)])
  func theStateDecides(isUsed: Bool, name: String?) throws {
    try inNetwork { network in
      var record = try Self.record()
      if isUsed { try network.noteUse(of: Self.id) }
      try record.correct(by: network, naming: name.map(CanisterTarget.init)) {
        CodeDescription(identity: $0)
      }
      let isCorrected = isUsed || name != nil
      #expect((record.network.canister(Self.id)?.code == nil) == isCorrected)
      #expect(record.network.canister(Self.id)?.version == 7)
    }
  }

  /// A line that was not finished is of a canister that was not used.
  @Test func usesAreNotedOneByOne() throws {
    try inNetwork { network in
      let other = Principal(canisterIndex: 1)
      #expect(try network.usedCanisters() == [])
      for id in [Self.id, other, Self.id] { try network.noteUse(of: id) }
      #expect(try network.usedCanisters() == [Self.id, other])
      let file = try #require(FileHandle(forUpdatingAtPath: network.path + "/uses"))
      try file.seekToEnd()
      try file.write(contentsOf: Data("rwlgt-iiaaa".utf8))
      #expect(try network.usedCanisters() == [Self.id, other])
      network.forgetUses()
      #expect(try network.usedCanisters() == [])
    }
  }

  @Test func codeIsKeptByItsHash() throws {
    try inNetwork { network in
      let file = try Self.file()
      func code() throws -> CanisterFile {
        try network.code(file.identity, path: "empty.wasm", on: .application)
      }
      #expect(throws: StateError.self) { try code() }
      try network.keep(file)
      #expect(try code().bytes == file.bytes)
      #expect(network.identity(moduleHash: file.description.moduleHash) == file.identity)
      network.dropCopies(but: [file.identity])
      #expect(try code().bytes == file.bytes)
      network.dropCopies(but: [])
      #expect(network.identity(moduleHash: file.description.moduleHash) == nil)
    }
  }

  /// One canister a folder is what earlier versions had.
  @Test func earlierVersionsAreTold() throws {
    try inNetwork { network in
      let old = "\(network.path)/empty"
      try FileManager.default.createDirectory(atPath: old, withIntermediateDirectories: false)
      try Data().write(to: URL(filePath: "\(old)/canister.json"))
      #expect {
        try network.known(CanisterTarget("empty.wasm"))
      } throws: { error in
        guard case WorkspaceError.earlierVersion(old) = error else { return false }
        return true
      }
    }
  }
}
