import Executions
import Instrumentation
import SystemAPI
import Testing
import WebAssembly

/// Every function of the System API, called by compiled code in the contexts of methods, with
/// addresses of either width (Interface Specification, "System API", "Overview of imports").
@Suite(.enabled(if: CompiledCanister.isPossible, Comment(rawValue: CompiledCanister.absence)))
struct ContextTests {
  /// A context, the entry point that has it, and its name in errors.
  private struct Context {
    let entry: Execution.Entry
    let prefix: String
    let context: SystemContexts
    let mode: String
  }

  private static let contexts = [
    Context(entry: .update, prefix: "u", context: .update, mode: "update"),
    Context(
      entry: .replicatedQuery, prefix: "q", context: .replicatedQuery, mode: "replicated query"),
    Context(
      entry: .query, prefix: "q", context: .nonReplicatedQuery, mode: "non replicated query"),
    Context(entry: .query, prefix: "q", context: .transformQuery, mode: "non replicated query"),
    Context(
      entry: .compositeQuery, prefix: "c", context: .compositeQuery, mode: "composite query"),
  ]

  private static func functions(_ addressType: AddressType) -> [SystemFunction] {
    SystemFunction.all.filter { addressType == .i32 || !$0.isWasm32Only }
  }

  /// A module with three methods a function, which call it with zeros.
  private static func text(_ addressType: AddressType) -> String {
    var imports = ""
    var methods = ""
    for function in functions(addressType) {
      let type = function.type(addressType)
      let parameters = type.parameters.map { "(param \($0))" }.joined(separator: " ")
      let results = type.results.map { "(result \($0))" }.joined()
      imports += "(import \"ic0\" \"\(function.name)\" (func $\(function.name) "
      imports += "\(parameters) \(results)))\n"
      let zeros = type.parameters.map { "(\($0).const 0)" }.joined(separator: " ")
      let call = "(call $\(function.name) \(zeros))"
      let body = type.results.isEmpty ? call : "(drop \(call))"
      for (kind, prefix) in [("update", "u"), ("query", "q"), ("composite_query", "c")] {
        methods += "(func (export \"canister_\(kind) \(prefix) \(function.name)\") \(body))\n"
      }
    }
    let memory = addressType == .i32 ? "(memory 1)" : "(memory i64 1)"
    return "(module\n\(imports)\(memory)\n\(methods))"
  }

  @Test(arguments: [AddressType.i32, .i64], StableMemoryForm.allCases)
  func functionsAreRefusedWhereTheirRowSays(
    addressType: AddressType, stable: StableMemoryForm
  ) throws {
    try CompiledCanister.with(Self.text(addressType), stable: stable) { canister in
      try canister.install()
      for function in Self.functions(addressType) {
        for context in Self.contexts {
          let outcome = try canister.execute(
            context.entry, "\(context.prefix) \(function.name)"
          ) { $0.isTransform = context.context == .transformQuery }
          let point = ["root_key_copy", "subnet_self_copy"].contains(function.name) ? "." : "_"
          let refusal = Outcome.Result.error(
            ExecutionError(.wrongMode, subject: "ic0\(point)\(function.name)", context.mode))
          // Without a certificate these two are refused everywhere.
          let lacks = ["data_certificate_size", "data_certificate_copy"].contains(function.name)
          let isAllowed = function.contexts.contains(context.context) && !lacks
          #expect((outcome.result == refusal) == !isAllowed, "\(function.name), \(context)")
        }
      }
    }
  }
}
