import Validation

/// Something that an instance exports or imports (Core Specification, "External Instances").
package enum ExternalValue: Hashable {
  case function(FunctionAddress)
  case table(TableAddress)
  case memory(MemoryAddress)
  case global(GlobalAddress)
}

extension ExternalValue {
  /// What it is to a module that imports it.
  var type: EntityType {
    switch self {
    case .function(let function): .function(function.pointee.type)
    case .table(let table): .table(table.pointee.type)
    case .memory(let memory): .memory(memory.pointee.type)
    case .global(let global): .global(global.pointee.type)
    }
  }
}
