import Instrumentation
import Validation
package import WebAssembly

/// A function of a store: one of a module, with the instance that it runs in, or one of the host
/// (Core Specification, "Function Instances").
package struct FunctionInstance {
  package let type: FunctionType
  /// The number of the type in the store: equal types have equal numbers.
  let typeNumber: UInt32
  /// One of the two is there: the body, or what the host does.
  let code: UnsafePointer<FunctionCode>?
  let host: HostFunction?
  let scalarSignature: ScalarSignature?

  init(type: FunctionType, typeNumber: UInt32, code: UnsafePointer<FunctionCode>) {
    self.init(type, typeNumber, code, nil)
  }

  init(type: FunctionType, typeNumber: UInt32, host: @escaping HostFunction) {
    self.init(type, typeNumber, nil, host)
  }

  private init(
    _ type: FunctionType, _ typeNumber: UInt32, _ code: UnsafePointer<FunctionCode>?,
    _ host: HostFunction?
  ) {
    self.type = type
    self.typeNumber = typeNumber
    self.code = code
    self.host = host
    scalarSignature = ScalarSignature(type)
  }
}

/// Where a function is in its store.
package typealias FunctionAddress = UnsafeMutablePointer<FunctionInstance>

/// The body of a function of a module as the interpreter runs it.
struct FunctionCode: BitwiseCopyable {
  /// The instance that the indexes in the instructions are about.
  var module: UnsafeMutablePointer<ModuleInstance>
  /// The position of the body in the module.
  var body: Int
  /// In place of the last `end`, which closes the function, stands a `return`: so any `end` does
  /// nothing.
  var instructions: UnsafePointer<InstrumentedInstruction>
  /// The side table of validation.
  var branches: UnsafePointer<BranchTarget>
  var parameterCount: Int
  var resultCount: Int
  /// The number of parameters and locals.
  var localCount: Int
  /// The largest number of operands on the stack at a time.
  var operandCount: Int
  /// What a call takes of the stack in code of the Internet Computer.
  var frameBytes: Int
}
