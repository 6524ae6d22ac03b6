import SystemAPI
import Validation
import WebAssembly

/// The rules for imports: functions of the System API with exactly their types.
///
/// The replica's own check lets `env.memory` and `env.table` pass. But they are not defined, so its
/// engine can't make an instance.
enum ImportAdmission {
  static func check(_ validated: ValidatedModule) throws(AdmissionError) {
    let addressType = validated.memoryTypes.first?.addressType ?? .i32
    for (index, imported) in validated.module.imports.enumerated() {
      do {
        try check(imported, types: validated.module.types, addressType)
      } catch {
        let place = AdmissionError.Location.import(
          index: index, module: imported.module, name: imported.name)
        throw AdmissionError(error, at: place)
      }
    }
  }

  /// Finds the first import that no function of the System API is; to be called last.
  static func checkDefinitions(_ validated: ValidatedModule) throws(AdmissionError) {
    for (index, imported) in validated.module.imports.enumerated() {
      if case .function = imported.description { continue }
      let (module, name) = (imported.module, imported.name)
      throw AdmissionError(
        .undefinedImport(module: module, name: name),
        at: .import(index: index, module: module, name: name))
    }
  }

  private static func check(
    _ imported: Import, types: [FunctionType], _ addressType: AddressType
  ) throws(AdmissionError.Kind) {
    switch imported.description {
    case .function(let typeIndex):
      let function = try systemFunction(imported, addressType)
      try checkSignature(
        types[Int(typeIndex)], of: imported.name, is: function.type(addressType))
    case .table:
      if imported.module != "env" || imported.name != "table" { throw .importedTable }
    case .memory:
      if imported.module != "env" || imported.name != "memory" { throw .importedMemory }
    case .global:
      throw .importedGlobal
    }
  }

  private static func systemFunction(
    _ imported: Import, _ addressType: AddressType
  ) throws(AdmissionError.Kind) -> SystemFunction {
    guard imported.module == SystemFunction.importModule else {
      throw .unknownFunction(module: imported.module, name: imported.name)
    }
    guard let function = SystemFunction.named(imported.name) else {
      throw .unknownFunction(module: imported.module, name: imported.name)
    }
    if function.isWasm32Only && addressType == .i64 {
      throw .wasm32OnlyFunction(name: imported.name)
    }
    return function
  }
}

/// Compares a function's type with the one that the interface prescribes.
func checkSignature(
  _ type: FunctionType, of name: String, is expected: FunctionType
) throws(AdmissionError.Kind) {
  if type.parameters != expected.parameters {
    throw .parameters(of: name, expected: expected.parameters, found: type.parameters)
  }
  if type.results != expected.results {
    throw .results(of: name, expected: expected.results, found: type.results)
  }
}
