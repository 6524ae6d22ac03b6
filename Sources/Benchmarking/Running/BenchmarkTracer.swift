package import CanisterProcess
import Engines
import Files
import Interpreter
import Foundation
import Hashing
package import Instrumentation
import SubnetHost

/// Runs benchmarks in the interpreter, which records each call, and draws flame charts of them.
package final class BenchmarkTracer {
  private let configuration: BenchmarkConfiguration
  private var options: CodeOptions
  private let launcher: any CanisterLauncher
  private let folder: String
  private var profilesPath: String { folder + "/profiles" }
  /// The canister, from the first trace on.
  private var running: (suite: BenchmarkSuite, subnet: LocalNetwork)?

  /// The canister's state and profiles go to a new folder, which the caller removes.
  package init(
    _ configuration: BenchmarkConfiguration, options: CodeOptions,
    launcher: any CanisterLauncher, folder: String
  ) {
    self.configuration = configuration
    self.options = options
    self.options.metering = .exact
    self.launcher = launcher
    self.folder = folder
  }

  /// Ends the canister.
  package func end() { running?.subnet.end(completesState: false) }

  /// Traces a benchmark; the path of the picture.
  package func trace(_ name: Name) throws -> String {
    let running = try self.running ?? start()
    self.running = running
    // What the canister adds now is what this benchmark does.
    truncate(profilesPath, 0)
    _ = try running.suite.run(name, times: 1)
    guard let profile = ProfileFile.lastProfile(in: profilesPath) else {
      throw TracingError.noProfile(profilesPath)
    }
    let path = path(for: name)
    let chart = FlameChart(
      title: name.text + (profile.isComplete ? "" : " (incomplete)"), unit: "instructions",
      calls: Self.calls(profile, names: running.suite.functionNames))
    try OutputFile.write(Array(chart.svg.utf8), to: path)
    return path
  }

  private func start() throws -> (BenchmarkSuite, LocalNetwork) {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: false)
    } catch {
      throw TracingError.folderNotMade(folder, reason: error.localizedDescription)
    }
    // The canister's process is confined to files that are there when it starts.
    guard FileManager.default.createFile(atPath: profilesPath, contents: nil) else {
      throw TracingError.notWritten(profilesPath, reason: String(cString: strerror(errno)))
    }
    let subnet = LocalNetwork(launcher: launcher, stateDirectory: folder)
    let engine = InterpreterEngine(options: options, profilesPath: profilesPath)
    return (try BenchmarkSuite(configuration, on: subnet, prepare: engine.prepare), subnet)
  }

  private static func calls(_ profile: CallProfile, names: [String]?) -> [FlameChart.Call] {
    profile.functions.indices.map { index in
      let function = Int(profile.functions[index])
      let name = names.flatMap { $0.indices.contains(function) ? $0[function] : nil } ?? ""
      return FlameChart.Call(
        name: name.isEmpty ? "func_\(function)" : name,
        caller: profile.callers[index] < 0 ? nil : profile.callers[index],
        cost: profile.costs[index])
    }
  }

  /// The path of the picture: beside the results.
  ///
  /// A name that the module's author has chosen must not lead to another folder.
  private func path(for name: Name) -> String {
    let folder = URL(fileURLWithPath: configuration.resultsPath).deletingLastPathComponent()
    let visible = Self.fileName(for: name)
    let isRelative = !configuration.resultsPath.hasPrefix("/")
    return isRelative && !configuration.resultsPath.contains("/")
      ? visible + ".svg" : folder.appending(path: visible + ".svg").path
  }

  /// The name in characters that every file system takes; no two names become the same.
  private static func fileName(for name: Name) -> String {
    let harmless = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.".utf8)
    var text = ""
    for (index, byte) in name.text.utf8.enumerated() {
      if harmless.contains(byte) && (index > 0 || byte != UInt8(ascii: ".")) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%" + String(byte >> 4, radix: 16, uppercase: true)
        text += String(byte & 15, radix: 16, uppercase: true)
      }
    }
    guard text.utf8.count > maximumNameSize else { return text }
    let hash = SHA256.hexadecimalHash(Array(name.text.utf8))
    return text.prefix(maximumNameSize - hash.count - 1) + "~" + hash
  }

  /// In bytes; leaves room for endings, those of temporary files too.
  private static let maximumNameSize = 200
}
