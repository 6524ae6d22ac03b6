internal import LLVM
internal import Validation
internal import WebAssembly

/// What other instances and the loader find of a module that is loaded into a process.
struct EntryLowering {
  let validated: ValidatedModule
  /// By function index.
  let functions: [Function]
  let emitter: FunctionEmitter
  var invokers: InvokerLowering

  /// Defines the array that `InstanceLayout` describes.
  mutating func lower(_ layout: InstanceLayout) {
    let output = emitter.output
    let context = output.context
    let type = context.structure([context.pointer, context.pointer])
    let elements = layout.functions.map { index in
      let isImported = index < validated.importedFunctionCount
      let invoker = invokers.invoker(validated.functionTypes[Int(index)])
      return context.structureConstant([
        isImported ? context.pointer.null : entry(index).value, invoker.value,
      ])
    }
    _ = output.addGlobal(
      InstanceLayout.functionsSymbol, type.arrayConstant(elements), linkage: .external,
      isConstant: true)
  }

  /// The function as other instances call it, with its instance as the first argument.
  ///
  /// Code in the constant form belongs to one instance and does not look at the argument.
  private func entry(_ index: UInt32) -> Function {
    let target = functions[Int(index)]
    let types = emitter.types
    if types.hasInstanceParameter { return target }
    let type = validated.functionTypes[Int(index)]
    let signature = types.entry(type)
    let entry = emitter.add("entry.\(index)", signature)
    let code = emitter.begin(entry, signature, hasInstance: true)
    let callee = Callee(code: target.value, signature: types.function(type), instance: nil)
    code.returnCall(
      callee, type.parameters.indices.map { code.parameter($0) }, isTail: emitter.hasTailCalls)
    return entry
  }
}
