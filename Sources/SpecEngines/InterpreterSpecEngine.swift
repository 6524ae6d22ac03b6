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
    var values: [WasmValue] = []
    for argument in arguments { values.append(try WasmValue(argument)) }
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
