/// Why bytes are not a module, and where.
package struct DecodingError: Error, Equatable {
  package let kind: Kind
  /// The offset in the module's bytes.
  package let offsetBytes: Int

  init(_ kind: Kind, at offsetBytes: Int) {
    self.kind = kind
    self.offsetBytes = offsetBytes
  }

  package enum Kind: Equatable, Sendable {
    case magicHeaderNotDetected
    case unknownVersion
    case component
    case unexpectedEnd
    case lengthOutOfBounds
    case integerTooLong
    case integerTooLarge
    case malformedUTF8
    case malformedSectionID(UInt8)
    case unexpectedSection(UInt8)
    case sectionSizeMismatch
    case malformedImportKind(UInt8)
    case malformedExportKind(UInt8)
    case malformedLimitsFlags(UInt8)
    case malformedMutability(UInt8)
    case malformedValueType(UInt8)
    case malformedReferenceType(UInt8)
    case malformedFunctionType(UInt8)
    case malformedElementKind(UInt8)
    case malformedSegmentFlags(UInt32)
    case malformedMemoryArgumentFlags(UInt32)
    case illegalOpcode(prefix: UInt8, code: UInt32)
    case endExpected
    case elseWithoutIf
    case zeroByteExpected
    case invalidResultArity
    case tooManyLocals
    case functionAndCodeCountsDiffer
    case dataCountDiffers
    case dataCountRequired
    case tooLong
    /// A part of the language that the module may not use here, or that is not known here at all.
    case unsupported(String)
  }
}

extension DecodingError: CustomStringConvertible {
  /// Place and particulars: `offset 0x1a3f: unexpected end`.
  package var description: String { "offset 0x\(String(offsetBytes, radix: 16)): \(message)" }

  /// What is wrong: the official test suite's phrase first, then the particulars.
  package var message: String {
    func hex(_ value: some BinaryInteger) -> String { "0x" + String(value, radix: 16) }
    return switch kind {
    case .magicHeaderNotDetected: "magic header not detected: this is not a Wasm module"
    case .unknownVersion: "unknown binary version"
    case .component: "components are not supported: this is no core Wasm module"
    case .unexpectedEnd: "unexpected end"
    case .lengthOutOfBounds: "length out of bounds"
    case .integerTooLong: "integer representation too long"
    case .integerTooLarge: "integer too large"
    case .malformedUTF8: "malformed UTF-8 encoding"
    case .malformedSectionID(let id): "malformed section id \(id)"
    case .unexpectedSection(let id):
      "unexpected content after last section: section \(id) is out of order"
    case .sectionSizeMismatch: "section size mismatch"
    case .malformedImportKind(let kind): "malformed import kind \(hex(kind))"
    case .malformedExportKind(let kind): "malformed export kind \(hex(kind))"
    case .malformedLimitsFlags(let flags): "malformed limits flags \(hex(flags))"
    case .malformedMutability(let byte): "malformed mutability \(hex(byte))"
    case .malformedValueType(let byte): "malformed value type \(hex(byte))"
    case .malformedReferenceType(let byte): "malformed reference type \(hex(byte))"
    case .malformedFunctionType(let byte): "malformed function type \(hex(byte))"
    case .malformedElementKind(let byte): "malformed element kind \(hex(byte))"
    case .malformedSegmentFlags(let flags): "malformed segment flags \(hex(flags))"
    case .malformedMemoryArgumentFlags(let flags): "malformed memop flags \(hex(flags))"
    case .illegalOpcode(let prefix, let code):
      "illegal opcode \(prefix == 0 ? "" : hex(prefix) + " ")\(hex(code))"
    case .endExpected: "END opcode expected"
    case .elseWithoutIf: "else found outside of an if"
    case .zeroByteExpected: "zero byte expected"
    case .invalidResultArity: "invalid result arity"
    case .tooManyLocals: "too many locals"
    case .functionAndCodeCountsDiffer: "function and code section have inconsistent lengths"
    case .dataCountDiffers: "data count and data section have inconsistent lengths"
    case .dataCountRequired: "data count section required"
    case .tooLong: "a module of more than 4 GiB is not supported"
    case .unsupported(let what): "not supported: \(what)"
    }
  }
}
