package import Admission

/// Makes canister modules into programs: the seam between the compiler and those who run canisters.
package protocol Engine: Sendable {
  /// Makes the module ready to run, from a cache if it was prepared before.
  func prepare(_ canister: CanisterModule) throws -> CanisterProgram

  /// The program of a module with this hash, if it was prepared before for such a subnet: then
  /// nobody has to read, decode and validate it again.
  func preparedProgram(hash: String, subnet: SubnetKind) throws -> CanisterProgram?
}

/// A process to start for each instance of a canister.
///
/// It speaks the serve protocol of `runtime/README.md` on its standard input and output.
package struct CanisterProgram: Hashable, Sendable {
  /// The path of the executable file.
  package let executablePath: String
  /// How good its code is.
  package let tier: Tier
  /// What it uses beside the canister's state.
  package let files: ReachableFiles
  /// Whom to ask about messages of which this program can't tell how much they used; nil if there
  /// are none.
  package let witness: Witness?
  /// Where a better program comes that is being made; nil if none is.
  package var successor: Successor?
  /// Words for whoever makes a canister of the executable, and for the runtime behind them.
  private let ownArguments: [String]
  private let runtimeArguments: [String]

  /// Its arguments before those of the protocol, without its own name.
  package var arguments: [String] { ownArguments + runtimeArguments }

  /// Files that a program has to reach, by their paths; others it can't.
  package struct ReachableFiles: Hashable, Sendable {
    package var read: [String]
    package var written: [String]

    package init(read: [String] = [], written: [String] = []) {
      self.read = read
      self.written = written
    }
  }

  /// A program of the same module that observes the state of another one, and can always tell.
  package struct Witness: Hashable, Sendable {
    package let executablePath: String
    package let arguments: [String]
    package let files: ReachableFiles

    /// A program that is told to observe.
    package init(observing program: CanisterProgram) {
      self.init(
        executablePath: program.executablePath, arguments: program.arguments + ["--observe"],
        files: program.files)
    }

    package init(
      executablePath: String, arguments: [String] = [], files: ReachableFiles = ReachableFiles()
    ) {
      self.executablePath = executablePath
      self.arguments = arguments
      self.files = files
    }
  }

  package init(
    executablePath: String, arguments: [String] = [], tier: Tier = .best,
    files: ReachableFiles = ReachableFiles(), witness: Witness? = nil
  ) {
    self.executablePath = executablePath
    self.tier = tier
    self.files = files
    self.witness = witness
    ownArguments = arguments
    runtimeArguments = []
  }

  private init(_ program: CanisterProgram, runtimeArguments: [String]) {
    executablePath = program.executablePath
    tier = program.tier
    files = program.files
    witness = program.witness
    successor = program.successor
    ownArguments = program.ownArguments
    self.runtimeArguments = program.runtimeArguments + runtimeArguments
  }

  /// The same program with more words for the runtime.
  package func adding(_ words: [String]) -> CanisterProgram {
    CanisterProgram(self, runtimeArguments: words)
  }

  /// The best program that is there by now, with the same words for the runtime.
  package var latest: CanisterProgram {
    successor?.program?.adding(runtimeArguments).latest ?? self
  }
}
