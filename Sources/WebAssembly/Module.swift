/// A decoded module (Core Specification, "Structure: Modules"): well-formed, not yet validated.
package struct Module: Sendable {
  package var types: [FunctionType] = []
  package var imports: [Import] = []
  /// For each function defined in the module, the index of its type.
  package var functionTypeIndexes: [UInt32] = []
  package var tables: [TableType] = []
  package var memories: [MemoryType] = []
  package var globals: [Global] = []
  package var exports: [Export] = []
  package var start: UInt32?
  package var elementSegments: [ElementSegment] = []
  package var dataSegments: [DataSegment] = []
  /// The count of the data count section, if there is one.
  package var dataCount: UInt32?
  /// The bodies of the functions defined in the module, in the order of `functionTypeIndexes`.
  package var bodies: [FunctionBody] = []
  package var customSections: [CustomSection] = []
  /// The content of the `name` section; empty if there is none or it is malformed.
  package var names = NameSection()
  /// The size of the code section after its function count, in bytes.
  package var codeSectionSizeBytes: UInt64 = 0

  package init() {}
}

/// An import (Core Specification, "Imports").
package struct Import: Hashable, Sendable {
  package var module: String
  package var name: String
  package var description: ExternalType

  package init(module: String, name: String, description: ExternalType) {
    self.module = module
    self.name = name
    self.description = description
  }
}

/// The type of an imported entity; a function's is an index into the module's types.
package enum ExternalType: Hashable, Sendable {
  case function(typeIndex: UInt32)
  case table(TableType)
  case memory(MemoryType)
  case global(GlobalType)
}

/// An export (Core Specification, "Exports").
package struct Export: Hashable, Sendable {
  package var name: String
  package var kind: ExternalKind
  package var index: UInt32

  package init(name: String, kind: ExternalKind, index: UInt32) {
    self.name = name
    self.kind = kind
    self.index = index
  }
}

/// The kinds of entities that can be imported and exported, with their codes in the binary format.
package enum ExternalKind: UInt8, Sendable, CaseIterable {
  case function, table, memory, global
}

/// A global defined in the module.
package struct Global: Sendable {
  package var type: GlobalType
  package var initializer: ConstantExpression

  package init(type: GlobalType, initializer: ConstantExpression) {
    self.type = type
    self.initializer = initializer
  }
}

/// A constant expression: its instructions without the final `end`.
package struct ConstantExpression: Hashable, Sendable {
  package var instructions: [Instruction]
  /// The offset of the first instruction in the module's bytes.
  package var offsetBytes: Int

  package init(instructions: [Instruction], offsetBytes: Int = 0) {
    self.instructions = instructions
    self.offsetBytes = offsetBytes
  }
}

/// An element segment (Core Specification, "Element Segments").
package struct ElementSegment: Sendable {
  package var elementType: ValueType
  package var elements: Elements
  package var mode: SegmentMode
  /// Where the segment begins in the module's bytes.
  package var offsetBytes: Int

  package init(elementType: ValueType, elements: Elements, mode: SegmentMode, offsetBytes: Int) {
    self.elementType = elementType
    self.elements = elements
    self.mode = mode
    self.offsetBytes = offsetBytes
  }

  /// The two ways in which the binary format writes elements.
  package enum Elements: Sendable {
    case functions([UInt32])
    case expressions([ConstantExpression])

    package var count: Int {
      switch self {
      case .functions(let indexes): indexes.count
      case .expressions(let expressions): expressions.count
      }
    }
  }
}

/// When a segment is copied.
///
/// The index is that of its memory or table.
package enum SegmentMode: Hashable, Sendable {
  case active(index: UInt32, offset: ConstantExpression)
  case passive
  /// Element segments only: declares functions that `ref.func` may name.
  case declarative
}

/// A data segment (Core Specification, "Data Segments").
package struct DataSegment: Sendable {
  package var bytes: [UInt8]
  package var mode: SegmentMode
  /// Where the segment begins in the module's bytes.
  package var offsetBytes: Int

  package init(bytes: [UInt8], mode: SegmentMode, offsetBytes: Int) {
    self.bytes = bytes
    self.mode = mode
    self.offsetBytes = offsetBytes
  }
}

/// The body of a function defined in the module.
package struct FunctionBody: Sendable {
  /// The locals after the parameters, run-length encoded as in the binary, at most 2^32 − 1 in sum.
  package var locals: [LocalRun]
  /// The instructions; the last one is the `end` that closes the function.
  package var instructions: [Instruction]
  /// For each instruction, the offset of its opcode in the module's bytes.
  package var instructionOffsets: [UInt32]
  /// The labels of all `br_table` instructions of the body.
  package var branchLabels: [UInt32]
  /// Where the body begins in the module's bytes, and its size.
  package var offsetBytes: Int
  package var sizeBytes: Int

  package init(
    locals: [LocalRun], instructions: [Instruction], instructionOffsets: [UInt32],
    branchLabels: [UInt32], offsetBytes: Int, sizeBytes: Int
  ) {
    self.locals = locals
    self.instructions = instructions
    self.instructionOffsets = instructionOffsets
    self.branchLabels = branchLabels
    self.offsetBytes = offsetBytes
    self.sizeBytes = sizeBytes
  }
}

/// So many locals of one type in a row.
package struct LocalRun: Hashable, Sendable {
  package var count: UInt32
  package var type: ValueType

  package init(count: UInt32, type: ValueType) {
    self.count = count
    self.type = type
  }
}

/// A custom section.
package struct CustomSection: Sendable {
  package var name: String
  package var bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// The parts of the `name` section in use here (Core Specification, appendix "Custom Sections").
package struct NameSection: Sendable {
  package var module: String?
  /// Names by function index, imports included.
  package var functions: [UInt32: String] = [:]

  package init() {}
}
