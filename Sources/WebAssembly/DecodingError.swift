/// Why bytes are not a module, and where.
package struct DecodingError: Error, Equatable {
  package let kind: Kind
  /// The offset in the module's bytes.
  package let offsetBytes: Int

  init(_ kind: Kind, at offsetBytes: Int) {
    self.kind = kind
    self.offsetBytes = offsetBytes
  }

  /// What is wrong with the bytes, with the particulars.
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
    case zeroByteExpected
    case invalidResultArity
    case tooManyLocals
    case functionAndCodeCountsDiffer
    case dataCountDiffers
    case dataCountRequired
    case tooLong
    /// A part of the language that the module may not use here.
    case disallowed(Construct, Features)
    /// A part of the language that is not known here at all.
    case refused(Construct, Proposal)
  }

  /// What a module may use only with an extension.
  package enum Construct: Equatable, Sendable {
    case instruction(mnemonic: String)
    case valueType(ValueType)
    /// A type that has no name here.
    case type(code: UInt8)
    case severalResults, typeIndexOfBlock
    case sharedMemory, sharedTable, pageSize, address64
    case memoryIndex
    case tableInitializer
    case tagSection, tagImport, tagExport
    case segmentFlags(UInt32)
    case dataCountSection
  }
}

extension DecodingError: CustomStringConvertible {
  /// Location and particulars: `offset 0x1a3f: unexpected end`.
  package var description: String { "offset \(hexadecimal(offsetBytes)): \(message)" }

  /// What is wrong: the official test suite's phrase first, then the particulars.
  package var message: String {
    switch kind {
    case .magicHeaderNotDetected: "magic header not detected: this is not a Wasm module"
    case .unknownVersion: "unknown binary version"
    case .component: "components are not supported: this is not a core Wasm module"
    case .unexpectedEnd: "unexpected end"
    case .lengthOutOfBounds: "length out of bounds"
    case .integerTooLong: "integer representation too long"
    case .integerTooLarge: "integer too large"
    case .malformedUTF8: "malformed UTF-8 encoding"
    case .malformedSectionID(let id): "malformed section id \(id)"
    case .unexpectedSection(let id):
      "unexpected content after last section: section \(id) is out of order"
    case .sectionSizeMismatch: "section size mismatch"
    case .malformedImportKind(let kind): "malformed import kind \(hexadecimal(kind))"
    case .malformedExportKind(let kind): "malformed export kind \(hexadecimal(kind))"
    case .malformedLimitsFlags(let flags): "malformed limits flags \(hexadecimal(flags))"
    case .malformedMutability(let byte): "malformed mutability \(hexadecimal(byte))"
    case .malformedValueType(let byte): "malformed value type \(hexadecimal(byte))"
    case .malformedReferenceType(let byte): "malformed reference type \(hexadecimal(byte))"
    case .malformedFunctionType(let byte): "malformed function type \(hexadecimal(byte))"
    case .malformedElementKind(let byte): "malformed element kind \(hexadecimal(byte))"
    case .malformedSegmentFlags(let flags): "malformed segment flags \(hexadecimal(flags))"
    case .malformedMemoryArgumentFlags(let flags): "malformed memop flags \(hexadecimal(flags))"
    case .illegalOpcode(0, let code): "illegal opcode \(String(code, radix: 16))"
    case .illegalOpcode(let prefix, let code):
      "illegal opcode \(String(prefix, radix: 16)) \(String(code, radix: 16))"
    case .endExpected: "END opcode expected"
    case .zeroByteExpected: "zero byte expected"
    case .invalidResultArity: "invalid result arity"
    case .tooManyLocals: "too many locals"
    case .functionAndCodeCountsDiffer: "function and code section have inconsistent lengths"
    case .dataCountDiffers: "data count and data section have inconsistent lengths"
    case .dataCountRequired: "data count section required"
    case .tooLong: "a module of more than 4 GiB is not supported"
    case .disallowed(let construct, let feature): "\(construct) (\(feature.name)) is not supported"
    case .refused(let construct, let proposal): "\(construct) (\(proposal.name)) is not supported"
    }
  }
}

extension DecodingError.Construct: CustomStringConvertible {
  package var description: String {
    switch self {
    case .instruction(let mnemonic): mnemonic
    case .valueType(let type): type.description
    case .type(let code): "type \(hexadecimal(code))"
    case .severalResults: "a function type with several results"
    case .typeIndexOfBlock: "a block type with a type index"
    case .sharedMemory: "a shared memory"
    case .sharedTable: "a shared table"
    case .pageSize: "a page size"
    case .address64: "a 64-bit address type"
    case .memoryIndex: "a memory index"
    case .tableInitializer: "a table with an initializer"
    case .tagSection: "the tag section"
    case .tagImport: "import of a tag"
    case .tagExport: "export of a tag"
    case .segmentFlags(let flags): "a segment with flags \(hexadecimal(flags))"
    case .dataCountSection: "the data count section"
    }
  }
}

private func hexadecimal(_ value: some BinaryInteger) -> String {
  "0x" + String(value, radix: 16)
}
