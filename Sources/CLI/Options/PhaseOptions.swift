import ArgumentParser
import Compiler

/// The option of commands that tell where the time of compilations went.
struct PhaseOptions: ParsableArguments {
  @Flag(
    help: """
      Print to standard error where the time of compilation went. Parts of a module that are \
      compiled side by side count each for itself.
      """)
  var timePhases = false

  /// Prints what was measured, if the user wants it.
  func show(_ record: PhaseTimer.Record, asJSON: Bool = false) throws {
    guard timePhases else { return }
    if asJSON {
      try Terminal.standardError.write(json: PhaseObject(record))
    } else {
      Terminal.standardError.write(PhaseText.table(of: record))
    }
  }
}
