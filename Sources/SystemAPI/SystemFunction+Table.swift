import CanisterRuntime

extension SystemFunction {
  /// All functions, in the order of `ic0.def`.
  package static let all: [SystemFunction] = (0..<rt_ic0_function_count()).map { row in
    guard let function = rt_ic0_function_at(row) else {
      preconditionFailure("row \(row) is absent")
    }
    return SystemFunction(function.pointee)
  }

  /// The function that the module `ic0` exports under this name, if there is one.
  package static func named(_ name: String) -> SystemFunction? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  private init(_ row: rt_ic0_function) {
    name = String(cString: row.name)
    parameters = String(cString: row.parameters).utf8.map(SystemType.init(letter:))
    let letter = UInt8(bitPattern: row.result)
    result = letter == UInt8(ascii: "N") ? nil : SystemType(letter: letter)
    contexts = SystemContexts(row.contexts)
    cost = SystemFunctionCost(
      fixed: row.cost, perByte: row.cost_per_byte,
      chargedParameters: parameters.indices.filter { row.charged_parameters >> $0 & 1 != 0 },
      isLogging: row.is_logging)
    isWasm32Only = row.is_wasm32_only
  }
}

extension SystemType {
  /// The type that stands behind a letter of the runtime's table.
  fileprivate init(letter: UInt8) {
    switch letter {
    case UInt8(ascii: "I"): self = .address
    case UInt8(ascii: "W"): self = .i32
    case UInt8(ascii: "L"): self = .i64
    default: preconditionFailure("ic0.def has a type with the letter \(letter)")
    }
  }
}
