import ArgumentParser
import Compiler

/// The option to show how long the stages of compilation took.
struct PhaseOptions: ParsableArguments {
  @Flag(
    help: """
      Print to standard error where the time of compilation went. Parts of a module that are \
      compiled side by side count each for itself.
      """)
  var timePhases = false

  /// Prints the times if the options say so.
  func show(_ times: PhaseTimer.Times, asJSON: Bool = false) throws {
    guard timePhases else { return }
    if asJSON {
      try Terminal.standardError.write(json: PhaseObject(times))
    } else {
      Terminal.standardError.write(PhaseText.table(of: times))
    }
  }
}
