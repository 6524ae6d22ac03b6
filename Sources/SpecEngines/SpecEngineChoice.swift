package import Driver
package import SpecSuite

/// An engine to run scripts on: the front door of this target.
package enum SpecEngineChoice: Sendable {
  case interpreter
  case native(LoadingOptions)
}

extension SpecEngineChoice {
  /// Runs a script on an engine of its own.
  package func run(_ script: WastScript) -> SpecReport {
    switch self {
    case .interpreter:
      var runner = SpecRunner(engine: InterpreterSpecEngine())
      return runner.run(script)
    case .native(let options):
      let engine = NativeSpecEngine(options: options)
      var runner = SpecRunner(engine: engine)
      var report = runner.run(script)
      report.fallbackCount = engine.fallbackCount
      return report
    }
  }
}
