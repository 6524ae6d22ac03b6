internal import CanisterRuntime

extension ExecutionError {
  /// What kind of error it is: a row of `runtime/include/execution_errors.def`.
  package enum Kind: String, CaseIterable, Codable, Sendable {
    case trapped, trappedExplicitly, contractViolated, wrongMode, invalidPrincipal, outOfCycles
    case variableOutOfBounds, variableNotFound, missingUpgradeOption, invalidUpgradeOption
    case invalidModule, outOfMemory, reservedPages, noSuchFunction, notEmpty, engine
    case instructionLimit, memoryAccessLimit, tooFewCyclesToGrow
    case methodNotFound, noModule, memoryLimit
  }
}

extension ExecutionError.Kind {
  /// The kind of a row, if there is one with this number.
  package init?(row number: UInt8) {
    guard number < rt_execution_error_count, let row = rt_execution_error(rawValue: number) else {
      return nil
    }
    self.init(row)
  }

  private init(_ row: rt_execution_error) {
    self =
      switch row {
      case .trapped: .trapped
      case .trapped_explicitly: .trappedExplicitly
      case .contract_violated: .contractViolated
      case .wrong_mode: .wrongMode
      case .invalid_principal: .invalidPrincipal
      case .out_of_cycles: .outOfCycles
      case .variable_out_of_bounds: .variableOutOfBounds
      case .variable_not_found: .variableNotFound
      case .missing_upgrade_option: .missingUpgradeOption
      case .invalid_upgrade_option: .invalidUpgradeOption
      case .invalid_module: .invalidModule
      case .out_of_memory: .outOfMemory
      case .reserved_pages: .reservedPages
      case .no_such_function: .noSuchFunction
      case .not_empty: .notEmpty
      case .engine: .engine
      case .instruction_limit: .instructionLimit
      case .memory_access_limit: .memoryAccessLimit
      case .too_few_cycles_to_grow: .tooFewCyclesToGrow
      case .method_not_found: .methodNotFound
      case .no_module: .noModule
      case .memory_limit: .memoryLimit
      }
  }

  private static let rows: [Self: rt_execution_error] = {
    var rows: [Self: rt_execution_error] = [:]
    for number in 0..<UInt8(rt_execution_error_count) {
      guard let row = rt_execution_error(rawValue: number) else { continue }
      rows[Self(row)] = row
    }
    return rows
  }()

  /// The number of the row.
  package var row: UInt8 { cRow.rawValue }

  private var cRow: rt_execution_error {
    guard let row = Self.rows[self] else { preconditionFailure("each kind has a row") }
    return row
  }

  /// The number after `IC`.
  var code: UInt32 { rt_execution_error_code(cRow) }

  /// The words of the Internet Computer, with `%s` for the subject and `%d` for the detail.
  var sentence: String { unsafe String(cString: rt_execution_error_sentence(cRow)) }
}
