import Instrumentation
import NativeLoader
import SpecEngines
import SpecSuite
import TestSupport
import Testing
import Validation
import WebAssembly

@testable import Lowering

/// Products of 128 bits as support libraries of compilers work them out, and code that only looks
/// like it.
@Suite(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
struct WideProductTests {
  /// Products of halves, put together so that no sum carries.
  ///
  /// `%0` to `%4` are the parameters.
  private static let byHalves = """
    i64.and %1 4294967295 -> a0   i64.shr_u %1 32 -> a1
    i64.and %3 4294967295 -> b0   i64.shr_u %3 32 -> b1
    i64.mul a0 b0 -> bottom
    i64.shr_u bottom 32 -> x      i64.mul a1 b0 -> one      i64.add one x -> one
    i64.and one 4294967295 -> x   i64.mul a0 b1 -> other    i64.add other x -> other
    i64.shl other 32 -> x         i64.and bottom 4294967295 -> y
    i64.or x y -> low
    i64.mul a1 b1 -> high
    i64.shr_u one 32 -> x         i64.add high x -> high
    i64.shr_u other 32 -> x       i64.add high x -> high
    i64.mul %1 %4 -> x            i64.add high x -> high
    i64.mul %2 %3 -> x            i64.add x high -> high
    """

  /// The same from sums that carry, which comparisons find out.
  private static let byCarries = """
    i64.and %1 4294967295 -> a0   i64.shr_u %1 32 -> a1
    i64.and 4294967295 %3 -> b0   i64.shr_u %3 32 -> b1
    i64.mul a0 b0 -> bottom
    i64.mul a1 b0 -> x            i64.mul a0 b1 -> y        i64.add x y -> middle
    i64.lt_u middle y -> carry    i64.shl carry 32 -> carry
    i64.shr_u middle 32 -> top    i64.or carry top -> top
    i64.shl middle 32 -> x        i64.add bottom x -> low
    i64.gt_u bottom low -> carry
    i64.mul b1 a1 -> high         i64.add high top -> high  i64.add high carry -> high
    i64.mul %2 %3 -> x            i64.mul %1 %4 -> y        i64.add x y -> x
    i64.add x high -> high
    """

  /// One thing in its place for another.
  private static let slips = [
    ("32", "31"), ("32", "33"), ("4294967295", "4294967294"), ("4294967295", "8589934591"),
    ("i64.shr_u", "i64.shr_s"), ("i64.shl", "i64.rotl"), ("i64.and", "i64.or"),
    ("i64.or", "i64.and"), ("i64.add", "i64.sub"), ("i64.mul", "i64.add"), ("i64.lt_u", "i64.lt_s"),
    ("i64.lt_u", "i64.le_u"), ("i64.gt_u", "i64.ge_u"), ("i64.gt_u", "i64.lt_u"), ("%1", "%2"),
    ("%3", "%1"), ("%4", "%3"), ("a0", "a1"), ("b1", "b0"), ("x", "y"), ("y", "x"), ("low", "x"),
  ]

  /// Both, and each with one slip at a time.
  private static let programs: [[Substring]] = [byHalves, byCarries].flatMap { text in
    let words = text.split { " \n".contains($0) }
    return [words]
      + slips.flatMap { right, wrong in
        words.indices.filter { words[$0] == right }.map { index in
          var words = words
          words[index] = wrong[...]
          return words
        }
      }
  }

  /// A function that stores what a program works out.
  private static func function(_ index: Int, _ words: [Substring]) -> String {
    func operand(_ word: Substring) -> String {
      if word.hasPrefix("%") { return "(local.get \(word.dropFirst()))" }
      return word.allSatisfy(\.isNumber) ? "(i64.const \(word))" : "(local.get $\(word))"
    }
    let steps = stride(from: 0, to: words.count, by: 5).map { start in
      let isComparison = ["lt_", "gt_", "le_", "ge_"].contains { words[start].contains($0) }
      let value = "(\(words[start]) \(operand(words[start + 1])) \(operand(words[start + 2])))"
      let extended = isComparison ? "(i64.extend_i32_u \(value))" : value
      return "(local.set $\(words[start + 4]) \(extended))"
    }
    let names = [
      "a0", "a1", "b0", "b1", "bottom", "one", "other", "middle", "carry", "top", "low", "high",
      "x", "y",
    ]
    return """
      (func $f\(index) (param i32 i64 i64 i64 i64) \(names.map { "(local $\($0) i64)" }.joined())
        \(steps.joined(separator: "\n  "))
        (i64.store offset=8 (local.get 0) (local.get $high))
        (i64.store (local.get 0) (local.get $low)))
      (func (export "p\(index)") (param i64 i64 i64 i64) (result i64 i64)
        (call $f\(index) (i32.const 64)
          (local.get 0) (local.get 1) (local.get 2) (local.get 3))
        (i64.load (i32.const 64)) (i64.load (i32.const 72)))

      """
  }

  private static func module() throws -> ValidatedModule {
    let functions = programs.enumerated().map { function($0, $1) }
    return try Validator.validate(
      ModuleDecoder().decode(WasmTools.parse("(module (memory 1) \(functions.joined()))")))
  }

  /// Where halves, sums and products are at their limits, and some others.
  private static let operands: [[UInt64]] = {
    let edges: [UInt64] = [0, 1, 0xffff_ffff, 0x1_0000_0000, 0x8000_0000_8000_0000, .max]
    var random = Randomness(seed: 7)
    return edges.flatMap { a in edges.map { b in [a, random.next(), b, random.next()] } }
      + (0..<12).map { _ in (0..<4).map { _ in random.next() } }
  }()

  @Test(arguments: [
    LoadingOptions(base: .parameter, optimization: .none),
    LoadingOptions(base: .constant, optimization: .standard, isStrict: false, metering: .exact),
  ])
  func productsAndWhatLooksLikeThem(options: LoadingOptions) throws {
    let module = try Self.module()
    let native = NativeSpecEngine(options: options)
    let instance = try native.instantiate(module, imports: [:])
    let interpreter = InterpreterSpecEngine(metering: .exact)
    let reference = try interpreter.instantiate(module, imports: [:])
    for program in Self.programs.indices {
      for operands in Self.operands {
        let arguments = operands.map { SpecValue.number(.i64, V128(low: $0, high: 0)) }
        let expected = try interpreter.invoke("p\(program)", of: reference, arguments)
        let found = try native.invoke("p\(program)", of: instance, arguments)
        if found != expected {
          Issue.record("program \(program) of \(operands): \(found), not \(expected)")
          break
        }
      }
    }
  }

  /// Both are known; what has a slip in it is not, unless it is the product all the same.
  @Test func productsAreRecognised() throws {
    let module = try Self.module()
    let bodies = InstrumentedModule(module).bodies
    let interpreter = InterpreterSpecEngine()
    let reference = try interpreter.instantiate(module, imports: [:])
    var recognised = 0
    for program in Self.programs.indices {
      let index = 2 * program
      guard WideProduct(bodies[index], module.functionTypes[index]) != nil else {
        continue
      }
      recognised += 1
      for operands in Self.operands {
        let (a, b) = (
          UInt128(operands[1]) << 64 | UInt128(operands[0]),
          UInt128(operands[3]) << 64 | UInt128(operands[2])
        )
        let product = a &* b
        let arguments = operands.map { SpecValue.number(.i64, V128(low: $0, high: 0)) }
        let halves = [product & UInt128(UInt64.max), product >> 64].map {
          SpecValue.number(.i64, V128(low: UInt64($0), high: 0))
        }
        #expect(try interpreter.invoke("p\(program)", of: reference, arguments) == halves)
      }
    }
    #expect((2..<10).contains(recognised), "\(recognised) of \(Self.programs.count)")
  }
}
