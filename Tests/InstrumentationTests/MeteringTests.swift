import Instrumentation
import TestSupport
import Testing
import Validation
import WebAssembly

/// Where the pass puts charges; their sums are tested with the engines.
@Suite(.enabled(if: WasmTools.isAvailable, Comment(rawValue: WasmTools.absence)))
struct MeteringTests {
  private func instrument(
    _ text: String, _ stableMemory: StableMemoryForm = .call
  ) throws -> InstrumentedModule {
    let module = try ModuleDecoder().decode(try WasmTools.parse(text))
    return Pipeline.instrument(
      try Validator.validate(module),
      options: CodeOptions(stableMemory: stableMemory, metering: .reference))
  }

  /// The charges of the first body, among those instructions that are marks.
  private func charges(_ code: String) throws -> [String] {
    let module = try instrument("(module (memory 1) (func (param i32) \(code)))")
    return module.bodies[0].instructions.compactMap { instruction in
      switch instruction {
      case .charge(let cost, let isChecked): isChecked ? "\(cost)!" : "\(cost)"
      case .chargeOperand: "size"
      default:
        (instruction.wasm?.opcode?.mnemonic).flatMap { Self.marks.contains($0) ? $0 : nil }
      }
    }
  }

  /// The instructions that are shown among the charges.
  private static let marks: Set<String> = [
    "loop", "if", "else", "end", "br_if", "call", "memory.fill", "memory.copy",
  ]

  @Test(
    arguments: [
      ("", "1! end"),
      ("nop nop", "3! end"),
      ("(block nop)", "2! end end"),
      ("(block nop) nop", "2! end 1 end"),
      ("nop loop nop end nop", "2! loop 1! end 1 end"),
      ("loop end", "1! loop 0! end end"),
      ("local.get 0 if nop else nop nop end nop", "4! if 1 else 2 end 1 end"),
      ("local.get 0 br_if 0 nop", "4! br_if 1 end"),
      ("return nop nop", "2! 2 end"),
      ("local.get 0 call 0 nop", "8! call end"),
      ("local.get 0 local.get 0 local.get 0 memory.fill nop", "105! size memory.fill end"),
      (
        "local.get 0 local.get 0 local.get 0 (block) memory.fill",
        "4! end size 100 memory.fill end"
      ),
      (
        """
        local.get 0 local.get 0 local.get 0 local.get 0 local.get 0 local.get 0
        (block) memory.fill memory.copy
        """,
        "7! end size 200 memory.fill size memory.copy end"
      ),
    ] as [(String, String)])
  func chargesStandWhereSegmentsBegin(code: String, expected: String) throws {
    #expect(try charges(code).joined(separator: " ") == expected)
  }

  @Test func stableMemoryCostsItsCall() throws {
    let text = #"""
      (module (import "ic0" "stable64_size" (func $size (result i64))) (func (drop (call $size))))
      """#
    #expect(
      try instrument(text, .inline).bodies[0].instructions
        == [
          .charge(7, isChecked: true), .stableMemory(.size64), .wasm(.drop), .wasm(.end),
        ])
    #expect(
      try instrument(text, .call).bodies[0].instructions
        == [.charge(7, isChecked: true), .wasm(.call(0)), .wasm(.drop), .wasm(.end)])
  }

  @Test func chargesHaveThePlaceOfWhatTheyPayFor() throws {
    let module = try instrument("(module (func nop (loop nop)))")
    let offsets = module.validated.module.bodies[0].instructionOffsets
    #expect(module.bodies[0].instructions.count == 7)
    #expect(
      module.bodies[0].instructionOffsets
        == [offsets[0], offsets[0], offsets[1], offsets[2], offsets[2], offsets[3], offsets[4]])
  }

  /// A branch goes to the charge before its target, on all ways.
  @Test func branchesPay() throws {
    let module = try instrument(
      """
      (module (func (param i32)
        (block (br_if 0 (local.get 0))) nop
        (loop nop (br_if 0 (local.get 0)))
        (if (local.get 0) (then nop) (else nop)) nop))
      """)
    let body = module.bodies[0]
    for branch in module.functionFacts[0].branches {
      let target = body.instructions[Int(branch.position)]
      guard case .charge = target else {
        Issue.record("a branch goes to \(target)")
        continue
      }
    }
    #expect(module.functionFacts[0].branches.count == 4)
    for block in module.functionFacts[0].blocks {
      #expect(block.end > block.start)
    }
  }
}
