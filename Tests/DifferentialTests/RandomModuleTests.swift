import Instrumentation
import Lowering
import NativeLoader
import SpecEngines
import TestSupport
import Testing
import Validation
import WebAssembly

/// Random modules do the same in the interpreter and natively, at every level of optimisation.
@Suite struct RandomModuleTests {
  /// `RANDOM_MODULES=FIRST..<END` tries others than those that each run of the tests does.
  static let modules = SeedRange(variable: "RANDOM_MODULES", usual: 0..<40)
    .all.map(RandomModule.init)

  static let forms: [LoadingOptions] =
    OptimizationLevel.allCases.map {
      LoadingOptions(base: .parameter, optimization: $0, isStrict: false)
    } + [
      LoadingOptions(base: .constant, optimization: .standard, isStrict: false),
      LoadingOptions(base: .parameter, optimization: .standard),
      LoadingOptions(base: .constant, optimization: .aggressive),
      LoadingOptions(
        base: .parameter, optimization: .standard, isStrict: false, metering: .exact),
      LoadingOptions(base: .constant, optimization: .less, isStrict: false, metering: .exact),
      LoadingOptions(base: .parameter, optimization: .standard, metering: .reference),
    ]

  @Test(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"), arguments: modules)
  func enginesAgree(_ random: RandomModule) throws {
    let module = try Validator.validate(ModuleDecoder().decode(random.bytes()))
    compare(module, random, Self.forms, limits: [])
  }

  /// Where the instructions end, all end at the same point, and by a trap that comes before it.
  @Test(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"), arguments: modules)
  func enginesStopAlike(_ random: RandomModule) throws {
    let module = try Validator.validate(ModuleDecoder().decode(random.bytes()))
    let free = Observation(of: module, random, on: InterpreterSpecEngine(metering: .exact))
    var randomness = Randomness(seed: random.seed)
    let limits = free.instructions.map { Int64(randomness.next() % ($0 + 1)) }
    compare(module, random, Self.forms.filter { $0.metering != .off }, limits: limits)
  }

  /// Compares native code in each of the forms with the interpreter.
  private func compare(
    _ module: ValidatedModule, _ random: RandomModule, _ forms: [LoadingOptions], limits: [Int64]
  ) {
    let expected = Observation(
      of: module, random, on: InterpreterSpecEngine(metering: .exact), limits: limits)
    for options in forms {
      let found = Observation(
        of: module, random, on: NativeSpecEngine(options: options), isStrict: options.isStrict,
        limits: limits)
      let count = min(expected.certainCount, found.certainCount)
      for (expected, found) in zip(expected.lines, found.lines).prefix(count)
      where expected != found {
        Issue.record("module \(random.seed), \(options): \(found), interpreter: \(expected)")
        break
      }
      #expect(count < .max || expected.lines.count == found.lines.count)
      let counts = zip(expected.instructions, found.instructions)
        .prefix(Self.certainInstructionCount(expected, found, options.metering))
      for (call, (expected, found)) in counts.enumerated() where expected != found {
        Issue.record(
          "module \(random.seed), \(options): call \(call) used \(found), not \(expected)")
        break
      }
    }
  }

  private static func certainInstructionCount(
    _ expected: Observation, _ found: Observation, _ metering: MeteringForm
  ) -> Int {
    switch metering {
    case .off: 0
    case .exact: min(expected.certainInstructionCount, found.certainInstructionCount)
    case .reference:
      min(
        expected.certainInstructionCountAfterFaults, found.certainInstructionCountAfterFaults)
    }
  }

  /// Were all calls to trap, nothing would be compared.
  @Test(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
  func someCallsReturn() throws {
    var count = 0
    for random in (0..<20).map(RandomModule.init) {
      let module = try Validator.validate(ModuleDecoder().decode(random.bytes()))
      count += Observation(of: module, random, on: InterpreterSpecEngine()).returnCount
    }
    #expect(count > 20)
  }
}
