import Driver
import Foundation
import Lowering
import SpecEngines
import TestSupport
import Testing
import Validation
import WebAssembly

/// Random modules do the same in the interpreter and natively, at every level of optimisation.
@Suite struct RandomModuleTests {
  /// `RANDOM_MODULES=FIRST..<END` tries others than those that each run of the tests does.
  static let modules: [RandomModule] = {
    let range = ProcessInfo.processInfo.environment["RANDOM_MODULES"] ?? ""
    let bounds = range.split(separator: "..<").compactMap { UInt64($0) }
    guard bounds.count == 2, bounds[0] < bounds[1] else { return (0..<40).map(RandomModule.init) }
    return (bounds[0]..<bounds[1]).map(RandomModule.init)
  }()

  static let forms: [LoadingOptions] =
    OptimizationLevel.allCases.map { LoadingOptions(base: .parameter, optimization: $0) } + [
      LoadingOptions(base: .constant, optimization: .standard),
      LoadingOptions(base: .parameter, optimization: .standard, isStrict: true),
    ]

  @Test(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"), arguments: modules)
  func enginesAgree(_ random: RandomModule) throws {
    let module = try Validator.validate(ModuleDecoder().decode(random.bytes()))
    let expected = Observation(of: module, random, on: InterpreterSpecEngine())
    for options in Self.forms {
      let found = Observation(of: module, random, on: NativeSpecEngine(options: options))
      if expected.hasOverflowed || found.hasOverflowed { continue }
      for (expected, found) in zip(expected.lines, found.lines) where expected != found {
        Issue.record("module \(random.seed), \(options): \(found), interpreter: \(expected)")
        break
      }
      #expect(expected.lines.count == found.lines.count)
    }
  }

  /// Were all calls to trap, nothing would be compared.
  @Test(.enabled(if: WasmTools.isAvailable, "\(WasmTools.absence)"))
  func someCallsReturn() throws {
    var count = 0
    for random in Self.modules.prefix(20) {
      let module = try Validator.validate(ModuleDecoder().decode(random.bytes()))
      count += Observation(of: module, random, on: InterpreterSpecEngine()).returnCount
    }
    #expect(count > 20)
  }
}
