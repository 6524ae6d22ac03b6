import Instrumentation
import Interpreter
import TestSupport
import Validation
import WebAssembly

extension Store {
  /// Instantiates a module in text format.
  func instantiate(
    _ text: String, imports: (Import) -> ExternalValue? = { _ in nil }
  ) throws -> Instance {
    try instantiate(try Modules.instrumented(text), imports: imports)
  }
}

/// Modules of tests.
enum Modules {
  /// A module in text format, without any passes.
  static func instrumented(_ text: String) throws -> InstrumentedModule {
    let module = try ModuleDecoder().decode(try WasmTools.parse(text))
    return Pipeline.instrument(try Validator.validate(module), options: .plain(metering: .off))
  }
}
