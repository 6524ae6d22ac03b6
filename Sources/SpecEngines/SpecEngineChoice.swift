package import Instrumentation
package import NativeLoader
package import SpecSuite

/// An engine to run scripts on: the front door of this target.
package enum SpecEngineChoice: Sendable {
  case interpreter(metering: MeteringForm = .off)
  case native(LoadingOptions)
}

extension SpecEngineChoice {
  /// Runs a script on an engine of its own, on which each action may use as much as any.
  package func run(_ script: WastScript) -> SpecReport {
    switch self {
    case .interpreter(let metering):
      var runner = SpecRunner(
        engine: CountingSpecEngine(InterpreterSpecEngine(metering: metering)))
      return runner.run(script)
    case .native(let options):
      let engine = NativeSpecEngine(options: options)
      var runner = SpecRunner(engine: CountingSpecEngine(engine))
      var report = runner.run(script)
      report.fallbackCount = engine.fallbackCount
      return report
    }
  }

  /// Runs a script on an engine of its own; what each of its actions used.
  package func count(_ script: WastScript) -> [ActionCount] {
    switch self {
    case .interpreter(let metering): count(script, InterpreterSpecEngine(metering: metering))
    case .native(let options): count(script, NativeSpecEngine(options: options))
    }
  }

  private func count<Engine: InspectableEngine>(
    _ script: WastScript, _ engine: Engine
  ) -> [ActionCount] {
    let counting = CountingSpecEngine(engine)
    var runner = SpecRunner(engine: counting)
    _ = runner.run(script)
    return counting.counts
  }
}
