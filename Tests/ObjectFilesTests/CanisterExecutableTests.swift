import Admission
import CanisterRuntime
import Foundation
import TestSupport
import Testing
import WebAssembly

@testable import ObjectFiles

@Suite(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
struct CanisterExecutableTests {
  private static let module = #"""
    (module
      (memory 2 7)
      (func (export "canister_init"))
      (func (export "canister_query get \u{e9}"))
      (func (export "canister_update "))
      (@custom "icp:public candid:service" "service : {}")
      (@custom "icp:private bytes" "\00\ff"))
    """#

  private func admitted() throws -> CanisterModule {
    try CanisterModule.admit(try WasmTools.parse(Self.module))
  }

  /// An executable that is no more than its headers and its notes.
  private func executable(_ notes: [UInt8], alignment: UInt64 = 4) -> [UInt8] {
    var file = ElfFile.magic + [2, 1, 1] + [UInt8](repeating: 0, count: 9)
    func append(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { file.append(contentsOf: $0) }
    }
    append(UInt16(2))
    append(Self.machine)
    append(UInt32(1))
    for value in [0, 64, 0] as [UInt64] { append(value) }
    append(UInt32(0))
    for value in [64, 56, 2, 0, 0, 0] as [UInt16] { append(value) }
    // A segment of another kind comes first.
    for (type, size) in [(1 as UInt32, 0), (4, UInt64(notes.count))] {
      append(type)
      append(UInt32(4))
      for value in [176, 176, 176, size, size, alignment] { append(value) }
    }
    return file + notes
  }

  #if arch(x86_64)
    private static let machine: UInt16 = 62
  #else
    private static let machine: UInt16 = 183
  #endif

  private func section() throws -> [UInt8] {
    CanisterExecutable.section(
      CanisterDescription(try admitted()), compiler: "tinsmith 1.2.3",
      compilation: ["metering": "off"])
  }

  @Test func whatIsWrittenIsRead() throws {
    let other = ElfNote(owner: "GNU", type: 1).section([1, 2, 3, 4, 5])
    let read = try CanisterExecutable(reading: executable(other + (try section())))
    #expect(read.description == CanisterDescription(try admitted()))
    #expect(read.description.memory?.limits == Limits(minimum: 2, maximum: 7))
    #expect(read.description.methods.map(\.name) == ["get \u{E9}", ""])
    #expect(read.description.metadata.last?.bytes == [0, 0xFF])
    #expect(read.compilation["metering"] == "off")
    #expect(try section() == section())
  }

  @Test func otherExecutablesAreNamed() throws {
    let refusals: [([UInt8], CanisterExecutableError)] = [
      (executable([]), .noNote),
      (executable(ElfNote(owner: "GNU", type: 1).section([1])), .noNote),
      (executable(ElfNote(owner: "Tinsmith", type: 2).section([1])), .noNote),
      (executable(try section(), alignment: 8), .noNote),
      (executable(CanisterExecutable.note.section([UInt8]("{}".utf8))), .noteNotRead),
      (ElfFile.magic + [1, 1], .otherArchitecture),
      (ElfFile.magic + [2, 1], .malformed(offset: 0)),
      (
        executable(
          CanisterExecutable.note.section(
            [UInt8](#"{"abi":1,"compiler":"tinsmith 0.0.1","new":[]}"#.utf8))),
        .otherVersion(compiler: "tinsmith 0.0.1", found: 1, expected: RT_ABI_VERSION)
      ),
    ]
    for (file, expected) in refusals {
      #expect(throws: expected) { try CanisterExecutable(reading: file) }
    }
    #expect(throws: CanisterExecutableError.self) {
      var file = executable(try section())
      file[18] ^= 1
      _ = try CanisterExecutable(reading: file)
    }
  }

  /// What no module can be.
  @Test(arguments: [
    (#""moduleHash":""#, #""moduleHash":"../"#), ("canister_query", "canister_quarry"),
    ("canister_init", "canister_exit"), (#""addressBits":32"#, #""addressBits":33"#),
    (#""minimum":2"#, #""minimum":-2"#),
    (#""persistentGlobalCount":"#, #""persistentGlobalCount":9999999999999"#),
  ])
  func impossibleDescriptionsAreRefused(text: String, replacement: String) throws {
    let content = try #require(
      try CanisterExecutable.note.content(in: executable(try section())))
    let old = String(decoding: content, as: UTF8.self)
    let new = old.replacingOccurrences(of: text, with: replacement)
    #expect(new != old)
    let file = executable(CanisterExecutable.note.section([UInt8](new.utf8)))
    #expect(throws: CanisterExecutableError.noteNotRead) {
      try CanisterExecutable(reading: file)
    }
  }

  /// Each byte of the headers takes many values, and the file every length: the result must be
  /// an error.
  @Test func damageIsNoCrash() throws {
    let file = executable(try section())
    var readCount = 0
    for index in 0..<min(file.count, 176 + 32) {
      for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
        var damaged = file
        damaged[index] = value
        if (try? CanisterExecutable(reading: damaged)) != nil { readCount += 1 }
      }
    }
    // Most of the header's bytes are of no interest here, and some of the others are.
    #expect(readCount > 100 && readCount < 1000)
    for size in 0..<file.count {
      #expect(throws: CanisterExecutableError.self) {
        try CanisterExecutable(reading: Array(file[..<size]))
      }
    }
  }
}
