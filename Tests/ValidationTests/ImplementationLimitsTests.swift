import TestSupport
import Testing
import WebAssembly

@testable import Validation

/// Small modules can't ask for much work or memory.
struct ImplementationLimitsTests {
  private func message(
    _ bytes: [UInt8], _ limits: ImplementationLimits = .init()
  ) throws -> String? {
    let module = try ModuleDecoder().decode(bytes)
    do throws(ValidationError) {
      _ = try Validator.validate(module, limits: limits)
      return nil
    } catch {
      return error.message
    }
  }

  @Test func locals() throws {
    let most = BinaryModule.function(
      parameters: [0x7F], locals: [BinaryModule.number(49_999) + [0x7F]], code: [])
    #expect(try message(most) == nil)
    let tooMany = BinaryModule.function(
      parameters: [0x7F], locals: [BinaryModule.number(50_000) + [0x7F]], code: [])
    #expect(try message(tooMany) == "too many locals: at most 50000 are supported")
    let most32 = BinaryModule.function(
      locals: [BinaryModule.number(Int(UInt32.max)) + [0x7F]], code: [])
    #expect(try message(most32) == "too many locals: at most 50000 are supported")
  }

  @Test func parametersAndResults() throws {
    let types = [UInt8](repeating: 0x7F, count: 1001)
    #expect(
      try message(BinaryModule.function(parameters: types, code: []))
        == "too many parameters: at most 1000 are supported")
    #expect(
      try message(BinaryModule.function(results: types, code: [0x00]))
        == "too many results: at most 1000 are supported")
  }

  @Test func operands() throws {
    var limits = ImplementationLimits()
    limits.operandCount = 300
    func pushing(_ count: Int) -> [UInt8] {
      let constants = [[UInt8]](repeating: [0x41, 0x00], count: count).flatMap(\.self)
      return BinaryModule.function(code: constants + [UInt8](repeating: 0x1A, count: count))
    }
    #expect(try message(pushing(300), limits) == nil)
    #expect(try message(pushing(301), limits) == "too many operands: at most 300 are supported")
    #expect(try message(pushing(301)) == nil)
  }

  /// Types of many locals are searched for instead of listed.
  @Test(arguments: [0, 1, 511, 512, 513, 600])
  func manyLocals(_ first: Int) throws {
    var locals = LocalTypes()
    let runs = [
      LocalRun(count: UInt32(first), type: .i64), LocalRun(count: 0, type: .v128),
      LocalRun(count: 100, type: .f32), LocalRun(count: 0, type: .v128),
      LocalRun(count: 1000, type: .f64),
    ]
    try locals.reset(parameters: [.i32], locals: runs, limit: 50_000)
    let expected: [ValueType] =
      [.i32] + Array(repeating: .i64, count: first) + Array(repeating: .f32, count: 100)
      + Array(repeating: .f64, count: 1000)
    #expect(locals.count == expected.count)
    #expect((0..<expected.count).map { locals[UInt32($0)] } == expected)
    #expect(locals[UInt32(expected.count)] == nil)
    #expect(locals[.max] == nil)
  }
}
