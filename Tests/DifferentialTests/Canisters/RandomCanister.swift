import TestSupport
import WebAssembly

/// A canister in text form and messages to it, all of which follows from a number.
///
/// It has methods of each kind, which answer what they find in the heap and in the counters of
/// instructions; updates and composite queries call the canister itself first where the second byte
/// of the argument allows for it, and answer in a callback. The first byte tells which of the traps
/// that are strewn in to take.
struct RandomCanister {
  let text: String
  let script: String

  static let id = "rwlgt-iiaaa-aaaaa-aaaaa-cai"

  init(seed: UInt64) {
    var random = SplitMix64(state: seed)
    let is64Bit = random.next(below: 4) == 0
    var functions = (0..<5).map { FunctionSignature.random("$h\($0)", &random) }
    functions.append(FunctionSignature(name: "$h5"))
    var generator = Generator(
      code: CodeWriter(random: random, is64Bit: is64Bit, functions: functions))
    text = generator.module()
    script = generator.script()
  }
}

extension FunctionSignature {
  fileprivate static func random(_ name: String, _ random: inout SplitMix64) -> FunctionSignature {
    FunctionSignature(
      name: name,
      parameters: (0..<random.next(below: 4)).map { _ in random.pick(CodeWriter.types) },
      results: (0..<random.next(below: 3)).map { _ in random.pick(CodeWriter.types) })
  }

  /// The name of the type that a module has for functions of this one.
  var typeName: String { "type_\(name.dropFirst())" }
}

/// Writes a module and its messages.
private struct Generator {
  var code: CodeWriter

  /// Names of methods, where they lie in the heap, and what functions they are.
  private static let methods: [(kind: String, name: String)] = [
    ("update", "u0"), ("update", "u1"), ("query", "q0"), ("query", "q1"),
    ("composite_query", "c0"),
  ]
  private static let callbackCount = 3

  private var address: ValueType { code.address }
  private func constant(_ value: Int) -> String { code.constant(code.address, UInt64(value)) }

  // The module --------------------------------------------------------------------------------

  mutating func module() -> String {
    let helpers = code.functions.map { helper($0) }
    let callbacks = (0..<Self.callbackCount).map { callback($0) }
    let methods = Self.methods.map { method($0.kind, $0.name) }
    let system = systemMethods()
    let types = code.functions.map { "(type $\($0.typeName) (func\($0.type)))" }
    let elements = code.functions.map(\.name) + (0..<Self.callbackCount).map { "$callback\($0)" }
    return """
      (module
        \(types.joined(separator: "\n  "))
        (type $nothing (func))
        (type $unique (func (param v128 f32 v128)))
        \(imports())
        (memory \(code.is64Bit ? "i64 " : "")2 6)
        (table \(code.functions.count + 1 + Self.callbackCount) funcref)
        (elem (i32.const 0) func \(code.functions.map(\.name).joined(separator: " ")))
        (elem (i32.const \(code.functions.count + 1)) func \
      \(elements.suffix(Self.callbackCount).joined(separator: " ")))
        (data \(constant(40)) "u0u1q0q1c0")
        (data $bytes "\(String(repeating: "tinsmith", count: 5))")
        (global $digest (mut i64) (i64.const 0))
        (global $fuel (mut i32) (i32.const 20))
        (global $selector (mut i32) (i32.const -1))
        (global $calls (mut i32) (i32.const 0))
        (global $i32 (mut i32) (i32.const 3)) (global $i64 (mut i64) (i64.const -4))
        (global $f32 (mut f32) (f32.const 2.5)) (global $f64 (mut f64) (f64.const -0.75))
        (global $v128 (mut v128) (v128.const i64x2 5 -6))
        \((glue() + helpers + callbacks + methods + system).joined(separator: "\n")))
      """
  }

  private func imports() -> String {
    let short = [
      "stable_size": "(result i32)", "stable_grow": "(param i32) (result i32)",
      "stable_read": "(param i32 i32 i32)", "stable_write": "(param i32 i32 i32)",
    ]
    let all = [
      "performance_counter": "(param i32) (result i64)", "time": "(result i64)",
      "canister_version": "(result i64)", "in_replicated_execution": "(result i32)",
      "is_controller": "(param A A) (result i32)", "canister_self_copy": "(param A A A)",
      "canister_self_size": "(result A)", "canister_cycle_balance128": "(param A)",
      "msg_caller_size": "(result A)", "debug_print": "(param A A)", "trap": "(param A A)",
      "msg_arg_data_size": "(result A)", "msg_arg_data_copy": "(param A A A)",
      "msg_reply_data_append": "(param A A)", "msg_reply": "", "call_perform": "(result i32)",
      "call_new": "(param A A A A A A A A)", "call_on_cleanup": "(param A A)",
      "call_data_append": "(param A A)", "accept_message": "",
      "global_timer_set": "(param i64) (result i64)",
      "stable64_size": "(result i64)", "stable64_grow": "(param i64) (result i64)",
      "stable64_read": "(param i64 i64 i64)", "stable64_write": "(param i64 i64 i64)",
    ].merging(code.is64Bit ? [:] : short) { first, _ in first }
    return all.sorted { $0.key < $1.key }.map { name, type in
      "(import \"ic0\" \"\(name)\" (func $\(name) \(type.replacing("A", with: "\(address)"))))"
    }.joined(separator: "\n  ")
  }

  /// What methods do first and last.
  private func glue() -> [String] {
    let size = "(call $msg_arg_data_size)"
    return [
      """
      (func $enter (param $bytes \(address))
        (global.set $fuel (i32.const 20))
        (call $msg_arg_data_copy \(constant(0)) \(constant(0)) (local.get $bytes))
        (global.set $selector (i32.load8_u \(constant(0))))
        (global.set $calls (i32.load8_u \(constant(1)))))
      (func $begin
        (call $enter (select \(size) \(constant(16))
          (\(address).lt_u \(size) \(constant(16))))))
      (func $answer
        (i64.store \(constant(64)) (global.get $digest))
        (i64.store \(constant(72)) (call $performance_counter (i32.const 0)))
        (i64.store \(constant(80)) (call $performance_counter (i32.const 1)))
        (v128.store \(constant(88)) (global.get $v128))
        (call $msg_reply_data_append \(constant(60)) \(constant(50)))
        (call $msg_reply))
      """
    ]
  }

  // Functions ---------------------------------------------------------------------------------

  private mutating func helper(_ signature: FunctionSignature) -> String {
    code.function(signature) { code in
      [code.statements(5)] + signature.results.map { code.expression($0) }
    }
  }

  /// A method, and the function that does its work on the argument.
  private mutating func method(_ kind: String, _ name: String) -> String {
    let body = code.function(FunctionSignature(name: "$\(name)", parameters: CodeWriter.types)) {
      [$0.statements(7), $0.guarded($0.trap()), $0.statements(3)]
    }
    let arguments = CodeWriter.types.map { "(\($0).load \(constant(2)))" }
    let answer = "(call $answer)"
    return body + """

      (func (export "canister_\(kind) \(name)")
        (call $begin)
        (call $\(name) \(arguments.joined(separator: " ")))
        \(kind == "query" ? answer : calls(isComposite: kind == "composite_query", or: answer)))
      """
  }

  /// Calls the canister itself, or does something else where the message leaves no calls.
  private mutating func calls(isComposite: Bool, or text: String) -> String {
    let targets = isComposite ? [2, 3, 4] : [0, 1, 2, 3]
    let calls = (0..<(1 + code.random.next(below: 2))).map { _ in
      let functions = (0..<3).map { _ in
        constant(code.functions.count + 1 + code.random.next(below: Self.callbackCount))
          + " \(constant(code.random.next(below: 16)))"
      }
      let method = constant(40 + 2 * code.random.pick(targets))
      let cleanup = code.chance(1, in: 2) ? "(call $call_on_cleanup \(functions[2]))" : ""
      let selector = code.random.next(below: 2 * CodeWriter.selectorCount)
      return """
        (call $canister_self_copy \(constant(16)) \(constant(0)) (call $canister_self_size))
        (call $call_new \(constant(16)) (call $canister_self_size) \(method) \(constant(2))
          \(functions[0]) \(functions[1]))
        \(cleanup)
        (i32.store8 \(constant(0)) (i32.const \(selector)))
        (i32.store8 \(constant(1)) (i32.sub (global.get $calls) (i32.const 1)))
        (call $call_data_append \(constant(0)) \(constant(9)))
        (drop (call $call_perform))
        """
    }
    return "(if (global.get $calls) (then \(calls.joined(separator: "\n"))) (else \(text)))"
  }

  /// A callback: its environment tells which trap to take, and whether to answer.
  ///
  /// Only one of a call context's callbacks may answer, and a cleanup callback may not.
  private mutating func callback(_ index: Int) -> String {
    let environment = code.is64Bit ? "(i32.wrap_i64 (local.get 0))" : "(local.get 0)"
    let body = code.function(FunctionSignature(name: "$after\(index)", parameters: [.i32])) {
      [$0.statements(5)]
    }
    return body + """

      (func $callback\(index) (param \(address))
        (global.set $fuel (i32.const 20)) (global.set $selector \(environment))
        (call $after\(index) \(environment))
        (if (i32.lt_u \(environment) (i32.const 14)) (then (call $answer))))
      """
  }

  private mutating func systemMethods() -> [String] {
    let firstPage = "(drop (call $stable64_grow (i64.const 1)))"
    let work = code.function(FunctionSignature(name: "$init")) { [$0.statements(5)] }
    let initialize =
      """
      (func (export "canister_init")
        \(firstPage) (drop (call $global_timer_set (i64.const 1)))
        (if (\(address).ne (call $msg_arg_data_size) \(constant(0)))
          (then (call $begin) (call $init))))
      """
    let fuel = "(global.set $fuel (i32.const 20))"
    var functions = [
      ("post_upgrade", 5, "(call $begin) \(firstPage)", ""), ("pre_upgrade", 4, fuel, ""),
    ]
    if code.chance(1, in: 2) { functions.append(("global_timer", 5, fuel, "")) }
    if code.chance(1, in: 5) { functions.append(("heartbeat", 4, fuel, "")) }
    if code.chance(1, in: 8) {
      functions.append(("inspect_message", 2, fuel, "(call $accept_message)"))
    }
    return [work, initialize]
      + functions.flatMap { name, count, first, last in
        [
          code.function(FunctionSignature(name: "$\(name)")) { [$0.statements(count)] },
          "(func (export \"canister_\(name)\") \(first) (call $\(name)) \(last))",
        ]
      }
  }

  // Messages ----------------------------------------------------------------------------------

  mutating func script() -> String {
    let id = RandomCanister.id
    var lines = ["install \(id) \(EngineVariant.moduleName) 0x"]
    for change in ["upgrade", "reinstall", ""] {
      for (kind, name) in Self.methods + Self.methods.prefix(change.isEmpty ? 0 : 1) {
        // A query is executed as an update now and then.
        let isQuery = kind == "composite_query" || kind == "query" && code.chance(2, in: 3)
        lines.append("\(isQuery ? "query" : "ingress") \(id) \(name) 0x\(argument())")
      }
      if !change.isEmpty {
        lines += ["timer", "\(change) \(id) \(EngineVariant.moduleName) 0x\(argument())"]
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func argument() -> String {
    // Half of the messages take no trap.
    let first = [code.random.next(below: 2 * CodeWriter.selectorCount), code.random.next(below: 3)]
    let bytes = first + (0..<14).map { _ in code.random.next(below: 256) }
    return bytes.map { String($0 + 256, radix: 16).dropFirst() }.joined()
  }
}
