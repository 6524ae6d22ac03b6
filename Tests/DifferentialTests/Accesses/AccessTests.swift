import Executions
import Comparison
import Engines
import Instrumentation
import Lowering
import NativeLoader
import SpecEngines
import SpecSuite
import TestSupport
import Testing
import Validation
import WebAssembly

/// An access beyond the end of memory traps, however its value is used: LLVM may
/// neither drop it, nor move it to where it is needed, nor access only the bytes that are needed.
@Suite(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct AccessTests {
  /// `RANDOM_ACCESSES=FIRST..<END` tries others than each run of the tests does, in all forms.
  ///
  /// Twenty in a row have each load with each operator on it.
  static let seeds = SeedRange(variable: "RANDOM_ACCESSES", usual: 0..<2)

  private static let functionCount = 400

  /// The functions that follow from a number.
  private static func functions(seed: UInt64) -> [AccessingFunction] {
    var writer = AccessWriter(seed: seed)
    return (0..<functionCount).map { index in
      let pairs = Consumer.ofLoads
      let (load, consumer) = pairs[(Int(seed) * functionCount + index) % pairs.count]
      return writer.function(named: "f\(index)", load, consumer)
    }
  }

  /// A memory, and a global of each type.
  private static let memoryAndGlobals =
    "(memory 1) "
    + AccessWriter.types.map { type in
      let zero = type == .v128 ? "v128.const i64x2 0 0" : "\(type).const 0"
      return "(global $\(type) (mut \(type)) (\(zero)))"
    }.joined(separator: " ")

  private static var forms: [LoadingOptions] {
    guard !seeds.isUsual else {
      return [
        LoadingOptions(base: .constant, optimization: .none, isStrict: false),
        LoadingOptions(base: .parameter, optimization: .less),
        LoadingOptions(
          base: .constant, optimization: .standard, isStrict: false, metering: .exact),
        LoadingOptions(
          base: .constant, optimization: .aggressive, processor: .native, isStrict: false),
      ]
    }
    return [.default, .native].flatMap { (processor: Processor) in
      OptimizationLevel.allCases.flatMap { level in
        BaseForm.allCases.flatMap { base in
          [false, true].map { isStrict in
            LoadingOptions(
              base: base, optimization: level, processor: processor, isStrict: isStrict,
              metering: isStrict ? .off : .exact)
          }
        }
      }
    }
  }

  @Test(arguments: seeds.all)
  func accessesBeyondMemoryTrap(seed: UInt64) throws {
    let functions = Self.functions(seed: seed)
    let text = "(module \(Self.memoryAndGlobals)\n\(functions.map(\.text).joined(separator: "\n")))"
    let module = try Validator.validate(ModuleDecoder().decode(WasmTools.parse(text)))
    let expected = try Outcomes(of: functions, in: module, on: InterpreterSpecEngine())
    for (function, ends) in zip(functions, expected.beyond) where !ends.allSatisfy(\.isFault) {
      Issue.record("interpreter: \(ends)\n\(function.text)")
    }
    for options in Self.forms {
      let found = try Outcomes(of: functions, in: module, on: NativeSpecEngine(options: options))
      for index in functions.indices
      where found.within[index] != expected.within[index]
        || found.beyond[index] != expected.beyond[index]
      {
        Issue.record(
          """
          accesses \(seed), \(options): \(found.within[index]) and \(found.beyond[index]), \
          interpreter: \(expected.within[index]) and \(expected.beyond[index])
          \(functions[index].text)
          """)
      }
    }
  }

  @Test func twentySeedsHaveAllPairs() {
    #expect((1...20 * Self.functionCount).contains(Consumer.ofLoads.count))
  }

  /// The same in canisters, whose methods answer if nothing traps.
  @Test(.enabled(if: TinsmithProgram.canRun, Comment(rawValue: TinsmithProgram.absence)))
  func accessesOfCanistersBeyondMemoryTrap() throws {
    let functions = Self.functions(seed: 1000).prefix(80)
    let methods = functions.map { function in
      let operands = AccessWriter.types.map { "(\($0).load (i32.const 64))" }
      let call = """
        (call $\(function.name) (i32.load (i32.const 0)) (i32.const 256) (i32.load (i32.const 64))
          (i32.const 3) \(operands.joined(separator: " ")))
        """
      return """
        (func (export "canister_query \(function.name)")
          (call $copy (i32.const 0) (i32.const 0) (i32.const 4))
          \(function.result == nil ? call : "(drop \(call))") (call $reply))
        """
    }
    let text = """
      (module
        (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
        (import "ic0" "msg_reply" (func $reply))
        \(Self.memoryAndGlobals)
        \((functions.map(\.text) + methods).joined(separator: "\n")))
      """
    let queries = functions.map { function in
      let address = UInt32(function.addressesBeyond[0]).byteSwapped
      return "query \(RandomCanister.id) \(function.name) 0x\(Self.hexadecimal(address))"
    }
    let script = (["install \(RandomCanister.id) module.wasm 0x"] + queries)
      .joined(separator: "\n")
    try Trial.with("accesses", text, script + "\n") { trial in
      let report = try trial.expectAgreement([
        trial.contender(EngineVariant(.interpreted)), trial.contender(EngineVariant(.linked)),
        trial.contender(EngineVariant(.linked, .exact, .inline, .less)),
        trial.contender(EngineVariant(.loaded, .exact, .inline, .aggressive)),
      ])
      #expect(report.messages.count { $0.verdict == "IC0502" } == functions.count)
    }
  }

  private static func hexadecimal(_ word: UInt32) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

/// How calls of some functions end, with addresses within memory and beyond it.
private struct Outcomes {
  /// By function; first all that is in range, since a fault may come before what was stored.
  var within: [[Outcome]] = []
  var beyond: [[Outcome]] = []

  enum Outcome: Equatable {
    case returned([SpecValue])
    case failed(String)

    var isFault: Bool { self == .failed("trap: out of bounds memory access") }
  }

  init<Engine: SpecEngine>(
    of functions: [AccessingFunction], in module: ValidatedModule, on engine: Engine
  ) throws {
    let instance = try engine.instantiate(module, imports: [:])
    func call(_ function: AccessingFunction, _ addresses: [Int], _ number: Int) -> [Outcome] {
      addresses.enumerated().map { index, address in
        let arguments = AccessingFunction.arguments(address: address, variant: number + index)
        do throws(SpecFault) {
          return .returned(try engine.invoke(function.name, of: instance, arguments))
        } catch {
          return .failed("\(error)")
        }
      }
    }
    within = functions.enumerated().map { call($1, $1.addressesWithin, $0) }
    beyond = functions.enumerated().map { call($1, $1.addressesBeyond, $0) }
  }
}
