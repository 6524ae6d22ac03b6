package import Gzip
package import Validation
package import WebAssembly

/// Why the Internet Computer would not install a module, and where in the module.
package struct AdmissionError: Error, Equatable {
  package let kind: Kind
  package let location: Location?

  init(_ kind: Kind, at location: Location? = nil) {
    self.kind = kind
    self.location = location
  }

  /// What is wrong with the module, with the particulars.
  package enum Kind: Error, Equatable {
    // Bytes
    case unsupportedFormat
    case gzip(GzipError)
    case moduleTooLarge(sizeBytes: Int, limitBytes: Int)
    case codeSectionTooLarge(sizeBytes: UInt64, limitBytes: UInt64)
    case malformed(DecodingError)
    case invalid(ValidationError)

    // Imports
    case unknownFunction(module: String, name: String)
    /// The module has 64-bit addresses, and the function is for those with 32-bit ones.
    case wasm32OnlyFunction(name: String)
    case importedTable
    case importedMemory
    case importedGlobal
    /// An import that the rules allow, but that is not defined.
    case undefinedImport(module: String, name: String)
    /// Of an import or of an exported entry point.
    case parameters(of: String, expected: [ValueType], found: [ValueType])
    case results(of: String, expected: [ValueType], found: [ValueType])

    // Exports
    case reservedSymbol(String)
    case reservedFunction(String)
    case duplicateMethod(String)
    case tooManyMethods(limit: Int)
    case methodNamesTooLong(limitBytes: Int)

    // Segments, globals, functions, memories, tables
    /// `global` is the one that the offset is taken from, if it is that simple.
    case segmentOffset(AddressType, global: UInt32?)
    case segmentOutOfMemory(sizeBytes: Int, offset: UInt64)
    case tooManyGlobals(count: Int, limit: Int)
    case globalType(ValueType)
    case tooManyFunctions(count: Int, limit: Int)
    case memoryTooLarge(pages: UInt64, limitPages: UInt64)
    case tooManyTables(count: Int, limit: Int)
    case tableTooLarge(count: UInt64, limit: UInt64)

    // Code, by index of the body
    case unsupportedInstruction(body: Int, mnemonic: String)
    case functionTooComplex(body: Int, complexity: UInt64, limit: UInt64)
    case functionTooLarge(body: Int, count: Int, limit: Int)
    /// By index of the function, imports included, as the name section has it.
    case functionNameTooLong(function: UInt32, name: String, limitBytes: Int)

    // Custom sections
    case metadataWithoutName
    case metadataWithoutScope(String)
    case duplicateMetadata(String)
    case metadataTooLarge(sizeBytes: Int, limitBytes: Int)
    case tooManyMetadataSections(count: Int, limit: Int)
  }

  /// A place in a module.
  package enum Location: Hashable, Sendable {
    case `import`(index: Int, module: String, name: String)
    case export(index: Int, name: String)
    case dataSegment(index: Int)
    case global(index: Int)
    case function(index: Int, name: String?)
    case customSection(name: String)
  }
}

extension AdmissionError: CustomStringConvertible {
  /// Place and particulars, for people: `import 3 "ic0.foo": …`.
  package var description: String {
    switch kind {
    case .malformed(let error): error.description
    case .invalid(let error): error.description
    default: location.map { "\($0): \(sentence)" } ?? sentence
    }
  }

  /// The IC's error code.
  package var icCode: UInt32 {
    if case .undefinedImport = kind { 521 } else { 505 }
  }

  /// The IC's words, byte for byte, without the frame `Error from Canister …` and the help.
  package var icMessage: String {
    switch kind {
    case .undefinedImport: "Canister encountered a Wasm engine error: \(sentence)"
    case .segmentOutOfMemory: "Could not instrument wasm module of canister: \(sentence)"
    default: "Canister's Wasm module is not valid: \(sentence)"
    }
  }
}

extension AdmissionError.Location: CustomStringConvertible {
  package var description: String {
    switch self {
    case .import(let index, let module, let name): "import \(index) \"\(module).\(name)\""
    case .export(let index, let name): "export \(index) \"\(name)\""
    case .dataSegment(let index): "data segment \(index)"
    case .global(let index): "global \(index)"
    case .function(let index, let name): "function \(index)" + (name.map { " \"\($0)\"" } ?? "")
    case .customSection(let name): "custom section \"\(name)\""
    }
  }
}

extension AdmissionError {
  /// What is wrong, in the replica's words where it has some.
  ///
  /// Ours are those about memories and tables, which the replica leaves to its engine, and about
  /// functions that are not supported yet; the particulars of decoding and validation are ours too.
  private var sentence: String {
    switch kind {
    case .unsupportedFormat: decoding("unsupported canister module format")
    case .gzip(.tooShort): decoding("invalid Wasm module: gzip stream is too short")
    case .gzip(.tooLarge(let size, let limit)), .moduleTooLarge(let size, let limit):
      "Wasm module size of \(size) exceeds the maximum allowed size of \(limit)."
    case .gzip(.sizeMismatch(let claimed, let extracted)):
      decoding("specified uncompressed size \(claimed) does not match extracted size \(extracted)")
    case .gzip(.corrupt(let corruption)):
      decoding("failed to decode compressed Wasm module: \(GzipError.corrupt(corruption))")
    case .codeSectionTooLarge(let size, let limit):
      "Wasm module code section size of \(size) exceeds the maximum allowed size of \(limit)."
    case .malformed(let error): decoding(error.description)
    case .invalid(let error):
      """
      Wasmtime failed to validate wasm module wasmtime::Module::validate() failed with \(error)
      """

    case .unknownFunction(let module, let name): notExported(name, from: module)
    case .wasm32OnlyFunction(let name): notExported(name, from: "ic0")
    case .importedTable: imports("Only tables imported from env.table are allowed.")
    case .importedMemory: imports("Only memory imported from env.memory is allowed.")
    case .importedGlobal: imports("Importing globals is not allowed.")
    case .undefinedImport(let module, let name):
      "Failed to instantiate module: unknown import: `\(module)::\(name)` has not been defined"
    case .parameters(let name, let expected, let found):
      signature("input params", of: name, expected, found)
    case .results(let name, let expected, let found):
      signature("return type", of: name, expected, found)

    case .reservedSymbol(let name): exports("Exporting reserved symbol \(name) not allowed.")
    case .reservedFunction(let name):
      exports("Exporting reserved function '\(name)' with \"canister_\" prefix")
    case .duplicateMethod(let name):
      """
      Duplicate function '\(name)' exported multiple times with different call types: update, \
      query, or composite_query.
      """
    case .tooManyMethods(let limit): exports("The number of \(exportedMethods) exceeds \(limit).")
    case .methodNamesTooLong(let limit):
      exports("The sum of `<name>` lengths in \(exportedMethods) exceeds \(limit).")

    case .segmentOffset(let addressType, let global):
      """
      Wasm module has an invalid data section. Invalid offset expression in data segment for \
      \(addressType == .i32 ? 32 : 64)bit memory: \
      \(global.map { "GlobalGet { global_index: \($0) }" } ?? "not a constant")
      """
    case .segmentOutOfMemory(let size, let offset):
      "Wasm module has invalid data segment of \(size) bytes at \(offset)"
    case .tooManyGlobals(let count, let limit):
      "Wasm module defined \(count) globals which exceeds the maximum number allowed \(limit)."
    case .globalType(let type):
      "Wasm module has an invalid global section. Unsupported global type: \(debugName(type))"
    case .tooManyFunctions(let count, let limit):
      "Wasm module defined \(count) functions, which exceeds the maximum number allowed \(limit)."
    case .memoryTooLarge(let pages, let limit):
      "Wasm module defined a memory of \(pages) pages, which exceeds the maximum allowed \(limit)."
    case .tooManyTables(let count, let limit):
      "Wasm module defined \(count) tables, which exceeds the maximum number allowed \(limit)."
    case .tableTooLarge(let count, let limit):
      """
      Wasm module defined a table of \(count) elements, which exceeds the maximum number allowed \
      \(limit).
      """

    case .unsupportedInstruction(let body, let mnemonic):
      function(body, "with unsupported instruction \(mnemonic).")
    case .functionTooComplex(let body, let complexity, let limit):
      function(
        body, "with complexity \(complexity) which exceeds the maximum complexity allowed \(limit)."
      )
    case .functionTooLarge(let body, let count, let limit):
      function(body, "of size \(count) that exceeds the maximum allowed size of \(limit).")
    case .functionNameTooLong(let index, let name, let limit):
      function(
        Int(index),
        """
        with name '\(name.prefix(100))...' of size \(name.utf8.count) bytes that exceeds the \
        maximum allowed size of \(limit) bytes.
        """)

    case .metadataWithoutName:
      customSection("'icp:' section names must have a space after the public/private scope")
    case .metadataWithoutScope(let name):
      customSection(
        "Invalid custom section: Custom section '\(name)' has no public/private scope defined.")
    case .duplicateMetadata(let name):
      customSection("Invalid custom section: name \(name) already exists")
    case .metadataTooLarge(let size, let limit):
      customSection(
        """
        Invalid custom sections: total size of the custom sections exceeds the maximum allowed: \
        size \(size) bytes, allowed \(limit) bytes
        """)
    case .tooManyMetadataSections(let count, let limit):
      """
      Wasm module defined \(count) custom sections which exceeds the maximum number allowed \
      \(limit).
      """
    }
  }
}

// The frames of the sentences.

private func decoding(_ what: String) -> String { "Failed to decode wasm module: \(what)" }

private func imports(_ what: String) -> String {
  "Wasm module has an invalid import section. \(what)"
}

private func notExported(_ name: String, from module: String) -> String {
  imports(
    "Module imports function '\(name)' from '\(module)' that is not exported by the runtime.")
}

private func signature(
  _ part: String, of name: String, _ expected: [ValueType], _ found: [ValueType]
) -> String {
  func list(_ types: [ValueType]) -> String {
    "[" + types.map(debugName).joined(separator: ", ") + "]"
  }
  return """
    Wasm module has an invalid function signature. Expected \(part) \(list(expected)) for \
    '\(name)', got \(list(found)).
    """
}

/// How the replica prints a type.
private func debugName(_ type: ValueType) -> String {
  type.isReference ? type.description : type.description.uppercased()
}

private func exports(_ what: String) -> String {
  "Wasm module has an invalid export section. \(what)"
}

private let exportedMethods = """
  exported functions called `canister_update <name>`, `canister_query <name>`, or \
  `canister_composite_query <name>`
  """

private func function(_ index: Int, _ what: String) -> String {
  "Wasm module contains a function at index \(index) \(what)"
}

private func customSection(_ what: String) -> String {
  "Wasm module has an invalid custom section. \(what)"
}
