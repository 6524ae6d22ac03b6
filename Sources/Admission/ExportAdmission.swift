import Validation
import WebAssembly

/// The rules for exports, and what the canister offers by them.
enum ExportAdmission {
  /// The canister's entry points; exports without a meaning to the system are ignored.
  static func methods(
    of validated: ValidatedModule, on subnet: SubnetKind
  ) throws(AdmissionError) -> CanisterMethods {
    var methods = CanisterMethods()
    var names: Set<[UInt8]> = []
    for (index, export) in validated.module.exports.enumerated() {
      do {
        try check(export, at: index, in: validated, names: &names, methods: &methods)
      } catch {
        throw AdmissionError(error, at: .export(index: index, name: export.name))
      }
    }
    let limit = AdmissionLimits.methods(on: subnet)
    if methods.methods.count > limit { throw AdmissionError(.tooManyMethods(limit: limit)) }
    let limitBytes = AdmissionLimits.methodNamesBytes(on: subnet)
    if names.reduce(0, { $0 + $1.count }) > limitBytes {
      throw AdmissionError(.methodNamesTooLong(limitBytes: limitBytes))
    }
    return methods
  }

  private static func check(
    _ export: Export, at index: Int, in validated: ValidatedModule, names: inout Set<[UInt8]>,
    methods: inout CanisterMethods
  ) throws(AdmissionError.Kind) {
    if reservedSymbols.contains(export.name) { throw .reservedSymbol(export.name) }
    guard export.kind == .function else { return }
    if let (kind, name) = method(export.name) {
      guard names.insert(name.bytes).inserted else { throw .duplicateMethod(name) }
      methods.append(
        CanisterMethod(name: name, kind: kind, functionIndex: export.index, exportIndex: index))
    } else if let method = SystemMethod(rawValue: export.name) {
      methods.append(
        SystemMethodExport(method: method, functionIndex: export.index, exportIndex: index))
    } else if export.name.utf8.starts(with: "canister_".utf8) {
      throw .reservedFunction(export.name)
    } else {
      return
    }
    try checkSignature(
      validated.functionTypes[Int(export.index)], of: export.name,
      is: FunctionType(parameters: [], results: []))
  }

  /// The kind before the first space and the name after it.
  private static func method(_ export: String) -> (CanisterMethodKind, String)? {
    guard let (prefix, name) = export.splitAtFirstSpace(),
      let kind = CanisterMethodKind(rawValue: prefix)
    else { return nil }
    return (kind, name)
  }

  /// Names that the replica gives to what it adds to a module.
  private static let reservedSymbols: Set<String> = [
    "canister counter_instructions", "canister_start", "canister counter_dirty_pages",
    "canister counter_accessed_pages", "stable_memory", "stable_bytemap_memory",
  ]
}
