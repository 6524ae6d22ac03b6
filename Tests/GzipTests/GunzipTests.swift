import Gzip
import Testing

@Suite struct GunzipTests {
  /// What `printf 'hello hello hello\n' | gzip -9n` makes.
  static let stream: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9,
    0x57, 0xC8, 0x40, 0x90, 0x5C, 0x00, 0x3B, 0x7C, 0x8A, 0xDF, 0x12, 0x00, 0x00, 0x00,
  ]
  static let text = [UInt8]("hello hello hello\n".utf8)

  @Test func yieldsWhatWasCompressed() throws {
    #expect(try gunzip(Self.stream, limitBytes: 18) == Self.text)
  }

  @Test func claimIsComparedWithTheLimitFirst() {
    // Nothing but the magic number and the claim is looked at.
    var bytes = [UInt8](repeating: 0, count: 16)
    bytes[12...] = [0xFF, 0xFF, 0xFF, 0xFF]
    #expect(throws: GzipError.tooLarge(claimedBytes: 4_294_967_295, limitBytes: 1000)) {
      try gunzip(bytes, limitBytes: 1000)
    }
    #expect(throws: GzipError.tooLarge(claimedBytes: 18, limitBytes: 17)) {
      try gunzip(Self.stream, limitBytes: 17)
    }
  }

  @Test(arguments: [0, 1, 17])
  func noMoreThanOneByteTooManyIsExtracted(claimed: UInt8) {
    var bytes = Self.stream
    bytes[bytes.count - 4] = claimed
    let expected = GzipError.sizeMismatch(
      claimedBytes: Int(claimed), extractedBytes: Int(claimed) + 1)
    #expect(throws: expected) { try gunzip(bytes, limitBytes: 1000) }
  }

  @Test func claimOfTooMuchIsAnError() {
    var bytes = Self.stream
    bytes[bytes.count - 4] = 19
    #expect(throws: GzipError.sizeMismatch(claimedBytes: 19, extractedBytes: 18)) {
      try gunzip(bytes, limitBytes: 1000)
    }
  }

  @Test func bytesAfterTheFirstMemberMustStateItsSize() throws {
    #expect(throws: GzipError.sizeMismatch(claimedBytes: 0, extractedBytes: 1)) {
      try gunzip(Self.stream + [0, 0, 0, 0], limitBytes: 1000)
    }
    #expect(try gunzip(Self.stream + [18, 0, 0, 0], limitBytes: 1000) == Self.text)
    // Two members are not put together: the last claim is the second one's.
    #expect(try gunzip(Self.stream + Self.stream, limitBytes: 1000) == Self.text)
  }

  @Test func brokenStreamsAreErrors() {
    #expect(throws: GzipError.tooShort) { try gunzip(Array(Self.stream[..<15]), limitBytes: 1000) }
    var checksum = Self.stream
    checksum[checksum.count - 8] ^= 1
    #expect(throws: GzipError.corrupt(.invalidData)) { try gunzip(checksum, limitBytes: 1000) }
    // The end of the member is missing, but four bytes with the right claim are there.
    let truncated = Self.stream[..<16] + [18, 0, 0, 0]
    #expect(throws: GzipError.self) { try gunzip(Array(truncated), limitBytes: 1000) }
  }

  @Test func everyPrefixAndEveryChangedByteIsSurvived() {
    for count in Self.stream.indices {
      #expect(throws: GzipError.self) { try gunzip(Array(Self.stream[..<count]), limitBytes: 1000) }
    }
    for position in Self.stream.indices {
      for bit in 0..<8 {
        var bytes = Self.stream
        bytes[position] ^= 1 << bit
        if let extracted = try? gunzip(bytes, limitBytes: 1000) {
          // In the header's time, say, a change makes no difference; elsewhere the checksum tells.
          #expect(extracted == Self.text)
        }
      }
    }
  }
}
