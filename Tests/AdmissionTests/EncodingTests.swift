import Admission
import Gzip
import TestSupport
import Testing

/// Raw and compressed modules, and what is neither.
@Suite struct EncodingTests {
  /// What `printf '\0asm\1\0\0\0' | gzip -9n` makes.
  static let compressed: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x63, 0x48, 0x2C, 0xCE, 0x65,
    0x64, 0x60, 0x60, 0x00, 0x00, 0xCE, 0x33, 0x4B, 0x1C, 0x08, 0x00, 0x00, 0x00,
  ]

  @Test func bothEncodingsAreAdmitted() throws {
    let raw = try CanisterModule.admit(ModuleBytes().bytes)
    #expect(!raw.isGzipped)
    #expect(raw.uncompressedSizeBytes == 8)
    let gzipped = try CanisterModule.admit(Self.compressed)
    #expect(gzipped.isGzipped)
    #expect(gzipped.uncompressedSizeBytes == 8)
  }

  @Test(
    arguments: [
      ([], "Failed to decode wasm module: unsupported canister module format"),
      (
        [0x7F, 0x45, 0x4C, 0x46], "Failed to decode wasm module: unsupported canister module format"
      ),
      (
        [0x1F, 0x8B, 0x08, 0x00],
        "Failed to decode wasm module: invalid Wasm module: gzip stream is too short"
      ),
      (
        [0x1F, 0x8B, 0x08] + [UInt8](repeating: 0xFF, count: 20),
        "Wasm module size of 4294967295 exceeds the maximum allowed size of 104857600."
      ),
      (
        Array(compressed.dropLast(4)) + [9, 0, 0, 0],
        """
        Failed to decode wasm module: specified uncompressed size 9 does not match extracted size \
        8
        """
      ),
      (
        Array(compressed.dropLast(8)) + [0, 0, 0, 0, 8, 0, 0, 0],
        """
        Failed to decode wasm module: failed to decode compressed Wasm module: invalid compressed \
        data or checksum
        """
      ),
    ] as [([UInt8], String)])
  func othersAreRefused(bytes: [UInt8], message: String) throws {
    let error = try #require(throws: AdmissionError.self) { try CanisterModule.admit(bytes) }
    #expect(error.icMessage == "Canister's Wasm module is not valid: " + message)
  }

  @Test func malformedModulesAreRefusedWithThePlace() throws {
    let bytes = ModuleBytes().bytes + [0x01, 0x05]
    let error = try #require(throws: AdmissionError.self) { try CanisterModule.admit(bytes) }
    #expect(error.description.hasPrefix("offset 0x"))
    #expect(
      error.icMessage
        == "Canister's Wasm module is not valid: Failed to decode wasm module: \(error.description)"
    )
  }

  @Test(.enabled(if: Fixtures.isAvailable(Fixtures.ledger), Comment(rawValue: Fixtures.absence)))
  func ledgerIsAdmitted() throws {
    let bytes = try #require(Fixtures.bytes(Fixtures.ledger))
    let canister = try CanisterModule.admit(bytes)
    #expect(canister.methods.method(named: "icrc1_transfer")?.kind == .update)
    #expect(canister.methods.method(named: "icrc1_balance_of")?.kind == .query)
    #expect(canister.methods.functionIndex(of: .initialize) != nil)
  }

  /// Hostile bytes never crash: every prefix of a module and every single byte changed.
  @Test func damagedModulesAreSurvived() {
    var module = ModuleBytes()
    module.functions([[0x41, 0, 0x1A]], exports: ["canister_update x"])
    module.custom("icp:public a", [1, 2])
    for count in module.bytes.indices {
      _ = try? CanisterModule.admit(Array(module.bytes[..<count]))
    }
    for position in module.bytes.indices {
      for value: UInt8 in [0x00, 0x01, 0x7F, 0x80, 0xFF] {
        var bytes = module.bytes
        bytes[position] = value
        _ = try? CanisterModule.admit(bytes)
      }
    }
  }
}
