import WebAssembly

/// Where this implementation is not what the official test suite expects, and why.
enum SuiteExceptions {
  /// The scripts of which some modules, and perhaps all, use extensions that are refused by name.
  static let proposals: [String: [Proposal]] = [
    "array": [.garbageCollection],
    "array_copy": [.garbageCollection],
    "array_fill": [.garbageCollection],
    "array_init_data": [.garbageCollection],
    "array_init_elem": [.garbageCollection],
    "array_new_data": [.garbageCollection],
    "array_new_elem": [.garbageCollection],
    // A flag of memories that the suite calls malformed, which a later proposal uses.
    "binary": [.customPageSizes],
    "binary-gc": [.garbageCollection],
    "br_if": [.typedFunctionReferences],
    "br_on_cast": [.garbageCollection, .typedFunctionReferences],
    "br_on_cast_fail": [.garbageCollection, .typedFunctionReferences],
    "br_on_non_null": [.typedFunctionReferences],
    "br_on_null": [.typedFunctionReferences],
    "br_table": [.typedFunctionReferences],
    "call_ref": [.typedFunctionReferences],
    "elem": [.typedFunctionReferences],
    "exports": [.exceptionHandling],
    "extern": [.garbageCollection],
    "func": [.typedFunctionReferences],
    "global": [.typedFunctionReferences],
    "i31": [.garbageCollection, .typedFunctionReferences],
    "imports": [.exceptionHandling],
    "instance": [.exceptionHandling, .typedFunctionReferences],
    "linking": [.typedFunctionReferences],
    "local_init": [.typedFunctionReferences],
    "local_tee": [.typedFunctionReferences],
    "ref": [.typedFunctionReferences],
    "ref_as_non_null": [.typedFunctionReferences],
    "ref_cast": [.garbageCollection],
    "ref_eq": [.garbageCollection, .typedFunctionReferences],
    "ref_is_null": [.typedFunctionReferences],
    "ref_null": [.garbageCollection],
    "ref_test": [.garbageCollection],
    "return_call_ref": [.typedFunctionReferences],
    "select": [.typedFunctionReferences],
    "struct": [.garbageCollection],
    "table": [.typedFunctionReferences],
    "table-sub": [.typedFunctionReferences],
    "table_init": [.garbageCollection],
    "table_init64": [.garbageCollection],
    "tag": [.exceptionHandling, .garbageCollection],
    "throw": [.exceptionHandling],
    "throw_ref": [.exceptionHandling],
    "try_table": [.exceptionHandling, .typedFunctionReferences],
    "type-canon": [.garbageCollection],
    "type-equivalence": [.garbageCollection, .typedFunctionReferences],
    "type-rec": [.garbageCollection, .typedFunctionReferences],
    "type-subtyping": [.garbageCollection],
    "unreached-invalid": [.typedFunctionReferences],
    "unreached-valid": [.typedFunctionReferences],
  ]

  /// Other words for the same mistake: how the suite words some of them depends on what its
  /// reference interpreter makes of the bytes behind the end of a body or a section.
  static let messages: [(suite: String, ours: String)] = [
    // It takes what follows the body for instructions, until the file ends.
    ("unexpected end of section or function", "END opcode expected"),
    // It takes the number of the next section, 0x0B, for the `end` that is missing.
    ("section size mismatch", "END opcode expected"),
    // It takes the next section for the length of a name.
    ("length out of bounds", "unexpected end"),
    // It reads data up to the end of the file.
    ("unexpected end of section or function", "length out of bounds"),
  ]
}
