import SpecEngines
import SpecSuite
import Validation
import WebAssembly

/// All that can be seen of a module on an engine, in order.
struct Observation: Equatable {
  /// A line for each call and, at the end, for each global and memory.
  private(set) var lines: [String] = []
  /// How many of the lines are certain.
  ///
  /// How deep the stack is differs; and natively, where accesses are compiled as those of
  /// canisters, a fault may come before stores that were written before it.
  private(set) var certainCount = Int.max
  /// By call, how many instructions it used.
  private(set) var instructions: [UInt64] = []
  /// How many of these are certain, in all forms of metering, and in code that knows at a fault.
  private(set) var certainInstructionCount = Int.max
  private(set) var certainInstructionCountAfterFaults = Int.max
  /// How many calls returned, to know that something was compared.
  private(set) var returnCount = 0

  private let isStrict: Bool

  /// `limits` has, by call, how many instructions it may use.
  init<Engine: InspectableEngine>(
    of module: ValidatedModule, _ random: RandomModule, on engine: Engine,
    isStrict: Bool = true, limits: [Int64] = []
  ) {
    self.isStrict = isStrict
    engine.instructionsLeft = .max
    do throws(SpecFault) {
      let instance = try engine.instantiate(module, imports: [:])
      call(module, random, engine, instance, limits)
      inspect(module, engine, instance)
    } catch {
      note("instantiation", error)
    }
  }

  private mutating func call<Engine: InspectableEngine>(
    _ module: ValidatedModule, _ random: RandomModule, _ engine: Engine,
    _ instance: Engine.Instance, _ limits: [Int64]
  ) {
    for (number, export) in (module.module.exports + module.module.exports).enumerated()
    where export.kind == .function && certainCount == .max {
      let type = module.functionTypes[Int(export.index)]
      let arguments = random.arguments(of: type, call: number)
      let limit = limits.indices.contains(instructions.count) ? limits[instructions.count] : .max
      engine.instructionsLeft = limit
      defer {
        instructions.append(UInt64(bitPattern: limit &- max(engine.instructionsLeft, 0)))
      }
      do throws(SpecFault) {
        let results = try engine.invoke(export.name, of: instance, arguments)
        lines.append("\(export.name)(\(arguments)) = \(results)")
        returnCount += 1
      } catch {
        note("\(export.name)(\(arguments))", error)
      }
    }
  }

  private mutating func inspect<Engine: InspectableEngine>(
    _ module: ValidatedModule, _ engine: Engine, _ instance: Engine.Instance
  ) {
    for export in module.module.exports {
      do throws(SpecFault) {
        switch export.kind {
        case .global:
          lines.append("\(export.name): \(try engine.global(export.name, of: instance))")
        case .memory:
          let bytes = try engine.memory(export.name, of: instance)
          lines.append("\(export.name): \(bytes.count) bytes, \(Self.digest(bytes))")
        case .function, .table: break
        }
      } catch {
        note(export.name, error)
      }
    }
  }

  private mutating func note(_ place: String, _ fault: SpecFault) {
    lines.append("\(place): \(fault)")
    switch fault {
    case .trap("call stack exhausted"):
      certainCount = lines.count - 1
      certainInstructionCount = instructions.count
      certainInstructionCountAfterFaults = instructions.count
    case .trap("out of bounds memory access"):
      if !isStrict { certainCount = lines.count }
      certainInstructionCount = min(certainInstructionCount, instructions.count)
    case .trap, .unlinkable, .missingExport, .unsupported: break
    }
  }

  /// FNV-1a: enough to distinguish memories that were not made to collide.
  private static func digest(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
