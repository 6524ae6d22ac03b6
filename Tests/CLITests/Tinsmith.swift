import Foundation
import TestSupport

/// The program under test, run with a cache and temporary files in a folder of the test's own.
struct Tinsmith {
  /// The test's folder, and the working directory.
  let folder: URL

  static let program = TinsmithProgram.url
  static let runtime = TinsmithProgram.runtime
  static var canRun: Bool { TinsmithProgram.canRun }
  static let absence = TinsmithProgram.absence

  /// The options for each way to run the code of a canister.
  static let engines = [
    ["--stable", "inline"], ["--stable", "call"], ["--loader", "memory"],
    ["--engine", "interpreter"], ["--engine", "interpreter", "--stable", "call"],
  ]

  /// Calls the body with a program in a new folder, which is removed afterwards.
  static func inFolder(_ body: (Tinsmith) throws -> Void) throws {
    try TestSupport.TemporaryDirectory.with { folder in
      let tinsmith = Tinsmith(folder: folder)
      try FileManager.default.createDirectory(
        at: tinsmith.temporaries, withIntermediateDirectories: false)
      try body(tinsmith)
    }
  }

  var temporaries: URL { folder.appending(path: "tmp") }

  var environment: [String: String] {
    [
      "TINSMITH_CACHE": folder.appending(path: "cache").path, "TMPDIR": temporaries.path + "/",
      "TINSMITH_RUNTIME": Self.runtime.path, "TINSMITH_LINKER": "",
      // The default, not what the user who runs the tests prefers.
      "TINSMITH_TIER": "",
    ]
  }

  @discardableResult
  func run(
    _ arguments: String..., input: String = "", environment: [String: String] = [:]
  ) throws -> Subprocess.Outcome {
    try run(arguments, input: input, environment: environment)
  }

  @discardableResult
  func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> Subprocess.Outcome {
    try Subprocess.run(
      Self.program, arguments, input: [UInt8](input.utf8),
      environment: self.environment.merging(environment) { $1 }, directory: folder)
  }

  /// Starts the program and comes back at once; what it says goes to the given pipes.
  func start(
    _ arguments: [String], _ environment: [String: String] = [:], output: Pipe? = nil,
    errors: Pipe? = nil
  ) throws -> Process {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment
      .merging(self.environment) { $1 }.merging(environment) { $1 }
    if let output { process.standardOutput = output }
    if let errors { process.standardError = errors }
    try process.run()
    return process
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: folder.appending(path: name))
  }

  func write(_ text: String, to name: String) throws {
    try write([UInt8](text.utf8), to: name)
  }

  func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  /// The names of all files in the folder but those of the test's own making.
  func files() throws -> Set<String> {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return Set(names).subtracting(["tmp", "cache"])
  }

  /// The names of temporary files that are left.
  func leftovers() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: temporaries.path)
  }
}
