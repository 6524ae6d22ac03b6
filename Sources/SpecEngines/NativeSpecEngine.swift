package import NativeLoader
package import SpecSuite
package import Validation
import WebAssembly

/// Native code, loaded into this process, as an engine of scripts.
package struct NativeSpecEngine: SpecEngine {
  private let store: NativeStore

  package init(options: LoadingOptions) { store = NativeStore(options: options) }

  package var instructionsLeft: Int64 {
    get { store.instructionsLeft }
    nonmutating set { store.instructionsLeft = newValue }
  }

  /// How many modules were to be in the constant form of the base and could not.
  package var fallbackCount: Int { store.fallbackCount }

  package func instantiate(
    _ module: ValidatedModule, imports: [String: NativeInstance]
  ) throws(SpecFault) -> NativeInstance {
    do throws(NativeInstantiationError) {
      return try store.instantiate(module) { imports[$0.module]?.export($0.name) }
    } catch {
      switch error {
      case .unknownImport, .incompatibleImport:
        throw .unlinkable(message: error.description)
      case .trap(let trap): throw .trap(message: trap.message)
      case .memoryTooLarge, .tableTooLarge, .outOfMemory, .notConfined:
        throw .unsupported(reason: error.description)
      }
    }
  }

  package func invoke(
    _ export: String, of instance: NativeInstance, _ arguments: [SpecValue]
  ) throws(SpecFault) -> [SpecValue] {
    guard let function = instance.function(export) else { throw .missingExport(export) }
    var values: [WasmValue] = []
    for argument in arguments { values.append(try WasmValue(argument)) }
    do throws(NativeTrap) {
      return try store.invoke(function, values).map { SpecValue($0) }
    } catch {
      throw .trap(message: error.message)
    }
  }

  package func global(
    _ export: String, of instance: NativeInstance
  ) throws(SpecFault) -> SpecValue {
    guard case .global(let global)? = instance.export(export) else {
      throw .missingExport(export)
    }
    return SpecValue(global.value)
  }
}
