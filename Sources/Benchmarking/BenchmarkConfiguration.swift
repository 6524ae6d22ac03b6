import Bytes
import Foundation
import Yams

/// The content of `canbench.yml`: how the canister is built, what it is given, where results go.
///
/// Paths are as the file has them: relative to the current folder.
package struct BenchmarkConfiguration: Equatable, Sendable {
  /// For `bash -c`.
  package var buildCommand: String?
  package var modulePath: String
  package var resultsPath: String
  package var csvPath: String
  /// Candid, as bytes.
  package var initArguments: [UInt8]
  package var stableMemoryPath: String?
  package var variablesPath: String?

  /// The default path of the configuration.
  package static let defaultPath = "canbench.yml"

  /// Reads the configuration file.
  package init(path: String) throws(BenchmarkingError) {
    let text = try YAMLFile.read(path)
    guard let text else { throw .configurationNotFound(path: path) }
    try self.init(text: text, path: path)
  }

  /// Reads a configuration; `path` is for errors.
  package init(text: String, path: String) throws(BenchmarkingError) {
    let content: Content
    do {
      content = try YAMLDecoder().decode(Content.self, from: text)
    } catch {
      throw .invalidFile(path: path, reason: YAMLFile.reason(error))
    }
    buildCommand = content.buildCommand
    modulePath = content.modulePath
    resultsPath = content.resultsPath ?? "canbench_results.yml"
    csvPath = content.csvPath ?? "canbench_results.csv"
    guard let bytes = [UInt8](hexadecimal: content.initArguments?.hex ?? "") else {
      throw .initArgumentsNotHexadecimal(path: path)
    }
    initArguments = bytes
    stableMemoryPath = content.stableMemory?.file
    variablesPath = content.variables?.file
  }

  /// The file as it is.
  private struct Content: Decodable {
    let buildCommand: String?
    let modulePath: String
    let resultsPath: String?
    let csvPath: String?
    let initArguments: InitArguments?
    let stableMemory: File?
    let variables: File?

    enum CodingKeys: String, CodingKey {
      case buildCommand = "build_cmd"
      case modulePath = "wasm_path"
      case resultsPath = "results_path"
      case csvPath = "csv_results_path"
      case initArguments = "init_args"
      case stableMemory = "stable_memory"
      case variables = "env_vars"
    }

    struct InitArguments: Decodable { let hex: String }
    struct File: Decodable { let file: String }
  }
}
