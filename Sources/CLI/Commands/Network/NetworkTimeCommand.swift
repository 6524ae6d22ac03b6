import ArgumentParser
import Scripts
import Workspace

/// `tinsmith network time`: the canisters' clock.
struct NetworkTimeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "time",
    abstract: "Show the time of the network, or set its clock ahead.",
    discussion: """
      The clock is ahead of the machine's by all that was ever added. Timers that become due \
      fire with the next message, or at `tinsmith tick`.

      Examples:
        tinsmith network time
        tinsmith network time --advance 90s
        tinsmith network time --advance 30d
      """)

  @Option(
    help: ArgumentHelp(
      "Set the clock ahead by this time: seconds, or a number with ns, us, ms, s, m, h, d or w.",
      valueName: "time"))
  var advance: TimeSpan?

  @OptionGroup var network: NetworkOptions

  @OptionGroup var waiting: WaitOptions

  func run() throws {
    let folder = network.folder()
    if let advance {
      try NetworkSession.with(folder, waiting) {
        try $0.advance(nanoseconds: advance.nanoseconds)
      }
    }
    guard let record = try folder.current() else { throw WorkspaceError.noNetwork(folder.path) }
    Terminal.standardOutput.write("\(UTCTime(nanoseconds: record.timeNanoseconds)) UTC\n")
  }
}
