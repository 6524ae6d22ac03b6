import Foundation
import Yams

/// What `canbench.yml` says: how the canister is built, what it is given, where results go.
///
/// Paths are as the file has them: relative to the current folder.
package struct BenchmarkConfiguration: Decodable, Equatable, Sendable {
  /// For `bash -c`.
  package var buildCommand: String?
  package var modulePath: String
  package var resultsPath: String
  package var csvPath: String
  /// Candid, as bytes.
  package var initArguments: [UInt8]
  package var stableMemoryPath: String?
  package var variablesPath: String?

  /// Where the configuration is if nobody says otherwise.
  package static let defaultPath = "canbench.yml"

  /// Reads the configuration file.
  package init(path: String) throws(BenchmarkingError) {
    let text = try YAMLFile.read(path)
    guard let text else { throw .configurationNotFound(path: path) }
    try self.init(text: text, path: path)
  }

  /// Reads a configuration; `path` is for errors.
  package init(text: String, path: String) throws(BenchmarkingError) {
    do {
      self = try YAMLDecoder().decode(BenchmarkConfiguration.self, from: text)
    } catch is InvalidHexadecimal {
      throw .initArgumentsNotHexadecimal(path: path)
    } catch {
      throw .invalidFile(path: path, reason: YAMLFile.reason(error))
    }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func file(_ key: Key) throws -> String? {
      try container.decodeIfPresent(File.self, forKey: key)?.file
    }
    buildCommand = try container.decodeIfPresent(String.self, forKey: .buildCommand)
    modulePath = try container.decode(String.self, forKey: .modulePath)
    resultsPath =
      try container.decodeIfPresent(String.self, forKey: .resultsPath) ?? "canbench_results.yml"
    csvPath =
      try container.decodeIfPresent(String.self, forKey: .csvPath) ?? "canbench_results.csv"
    let arguments = try container.decodeIfPresent(InitArguments.self, forKey: .initArguments)
    initArguments = try arguments.map { try Self.bytes(hexadecimal: $0.hex) } ?? []
    stableMemoryPath = try file(.stableMemory)
    variablesPath = try file(.variables)
  }

  private enum Key: String, CodingKey {
    case buildCommand = "build_cmd"
    case modulePath = "wasm_path"
    case resultsPath = "results_path"
    case csvPath = "csv_results_path"
    case initArguments = "init_args"
    case stableMemory = "stable_memory"
    case variables = "env_vars"
  }

  private struct InitArguments: Decodable { let hex: String }
  private struct File: Decodable { let file: String }
  private struct InvalidHexadecimal: Error {}

  private static func bytes(hexadecimal text: String) throws -> [UInt8] {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { throw InvalidHexadecimal() }
    return try stride(from: 0, to: digits.count, by: 2).map { place in
      let pair = String(decoding: digits[place...place + 1], as: UTF8.self)
      // Not `+1`, which is a number, too.
      guard pair.utf8.first != UInt8(ascii: "+"), let byte = UInt8(pair, radix: 16) else {
        throw InvalidHexadecimal()
      }
      return byte
    }
  }
}
