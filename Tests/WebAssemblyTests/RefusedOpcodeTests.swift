import Testing
import WebAssembly

/// Stack switching, whose codes are written here out of the proposal and not out of the table.
struct RefusedOpcodeTests {
  private static let header: [UInt8] = [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00]

  private func message(_ sections: [UInt8]) -> String? {
    do throws(DecodingError) {
      _ = try ModuleDecoder().decode(Self.header + sections)
      return nil
    } catch {
      return error.message
    }
  }

  @Test(
    arguments: [
      (0xE0, "cont.new"), (0xE1, "cont.bind"), (0xE2, "suspend"), (0xE3, "resume"),
      (0xE4, "resume_throw"), (0xE5, "resume_throw_ref"), (0xE6, "switch"),
    ] as [(UInt8, String)])
  func refusesInstructionsOfStackSwitching(_ code: UInt8, _ mnemonic: String) {
    // A code section of one body: no locals, the instruction, `end`.
    let section: [UInt8] = [0x0A, 0x05, 0x01, 0x03, 0x00, code, 0x0B]
    #expect(message(section) == "\(mnemonic) (stack switching) is not supported")
  }

  @Test func nothingFollowsTheLastOfThem() {
    #expect(message([0x0A, 0x05, 0x01, 0x03, 0x00, 0xE7, 0x0B]) == "illegal opcode e7")
  }

  /// A continuation type, and the heap types `cont` and `nocont` as parameters.
  @Test(
    arguments: [
      (0x5D, [0x01, 0x03, 0x01, 0x5D, 0x00]),
      (0x68, [0x01, 0x05, 0x01, 0x60, 0x01, 0x68, 0x00]),
      (0x75, [0x01, 0x05, 0x01, 0x60, 0x01, 0x75, 0x00]),
    ] as [(UInt8, [UInt8])])
  func refusesTypesOfStackSwitching(_ code: UInt8, _ section: [UInt8]) {
    #expect(
      message(section) == "type 0x\(String(code, radix: 16)) (stack switching) is not supported")
  }
}
