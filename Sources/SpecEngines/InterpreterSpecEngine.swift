package import Instrumentation
package import Interpreter
package import SpecSuite
package import Validation
import WebAssembly

/// The interpreter as an engine of scripts.
package struct InterpreterSpecEngine: SpecEngine {
  private let store = Store()
  private let metering: MeteringForm

  package init(metering: MeteringForm = .off) { self.metering = metering }

  package var instructionsLeft: Int64 {
    get { store.instructionsLeft }
    nonmutating set { store.instructionsLeft = newValue }
  }

  package func instantiate(
    _ module: ValidatedModule, imports: [String: Instance]
  ) throws(SpecFault) -> Instance {
    do throws(InstantiationError) {
      return try store.instantiate(
        Pipeline.instrument(module, options: .plain(metering: metering)),
        imports: { imports[$0.module]?.export($0.name) })
    } catch {
      switch error {
      case .unknownImport, .incompatibleImport:
        throw .unlinkable(message: error.description)
      case .trap(let report): throw .trap(message: report.trap.message)
      case .memoryTooLarge, .tableTooLarge: throw .unsupported(reason: error.description)
      }
    }
  }

  package func invoke(
    _ export: String, of instance: Instance, _ arguments: [SpecValue]
  ) throws(SpecFault) -> [SpecValue] {
    guard let function = instance.function(export) else { throw .missingExport(export) }
    var values: [Value] = []
    for argument in arguments { values.append(try Value(argument)) }
    do throws(TrapReport) {
      return try store.invoke(function, values).map { SpecValue($0) }
    } catch {
      throw .trap(message: error.trap.message)
    }
  }

  package func global(_ export: String, of instance: Instance) throws(SpecFault) -> SpecValue {
    guard case .global(let global)? = instance.export(export) else {
      throw .missingExport(export)
    }
    return SpecValue(global.pointee.value)
  }
}

extension Value {
  fileprivate init(_ value: SpecValue) throws(SpecFault) {
    self =
      switch value {
      case .number(.i32, let bits): .i32(UInt32(truncatingIfNeeded: bits.low))
      case .number(.i64, let bits): .i64(bits.low)
      case .number(.f32, let bits): .f32(UInt32(truncatingIfNeeded: bits.low))
      case .number(.f64, let bits): .f64(bits.low)
      case .number(.v128, let bits): .v128(bits)
      case .null(.funcref): .funcref(nil)
      case .null(.externref): .externref(nil)
      case .external(let number): .externref(number)
      case .number, .null, .function, .unsupported:
        throw .unsupported(reason: "an argument that is \(value)")
      }
  }
}

extension SpecValue {
  fileprivate init(_ value: Value) {
    self =
      switch value {
      case .i32(let bits): .i32(bits)
      case .i64(let bits): .i64(bits)
      case .f32(let bits): .f32(bits)
      case .f64(let bits): .f64(bits)
      case .v128(let bits): .number(.v128, bits)
      case .funcref(nil): .null(.funcref)
      case .funcref: .function
      case .externref(nil): .null(.externref)
      case .externref(let number?): .external(number)
      }
  }
}
