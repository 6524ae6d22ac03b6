/// Why benchmarks can't be run, or their results not read or kept.
///
/// Canbench's words are used where it has some, as scripts compare them.
package enum BenchmarkingError: Error, Equatable {
  case configurationNotFound(path: String)
  /// A file is there, but not in the form that it must have.
  case invalidFile(path: String, reason: String)
  case initArgumentsNotHexadecimal(path: String)
  case buildFailed(command: String, reason: String)
  case moduleNotRead(path: String)
  case resultsNewer(version: String)
  case stableMemoryNotRead(path: String, reason: String)
  case variablesNotRead(path: String, reason: String)
  case invalidVariable(path: String, line: String)
  /// The canister rejected the benchmark's call, or trapped.
  case benchmarkFailed(Name, errorText: String)
  case noBenchmark(pattern: String, suggestion: String?)
  case invalidReply(Name, ReplyError)
  case installationFailed(errorText: String)
}

extension BenchmarkingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .configurationNotFound(let path): "configuration file not found: '\(path)'"
    case .invalidFile(let path, let reason): "\(path): \(reason)"
    case .initArgumentsNotHexadecimal(let path):
      "\(path): init_args.hex: must be bytes as pairs of hexadecimal digits"
    case .buildFailed(let command, let reason):
      "the build command failed, \(reason): \(command)"
    case .moduleNotRead(let path):
      "Couldn't read file at \(path). Are you sure the file exists?"
    case .resultsNewer(let version):
      "canbench is at version \(ResultsFile.version) while the results were generated with "
        + "version \(version). Please upgrade canbench."
    case .stableMemoryNotRead(let path, let reason):
      "Error reading stable memory file \(path)\nError: \(reason)"
    case .variablesNotRead(let path, let reason):
      "Error reading environment variables file \(path)\nError: \(reason)"
    case .invalidVariable(let path, let line):
      "Invalid line in environment variables file \(path): '\(line)'"
    case .benchmarkFailed(let name, let text):
      "Error executing benchmark \(name). Error:\n\(text)"
    case .noBenchmark(let pattern, let suggestion):
      "there is no benchmark with \(pattern) in its name"
        + (suggestion.map { "; did you mean \($0)?" } ?? "")
    case .invalidReply(let name, let error):
      "Error executing benchmark \(name). Error:\nits reply is not the result of a benchmark: "
        + "\(error)"
    case .installationFailed(let text): "The canister can't be installed. Error:\n\(text)"
    }
  }
}
