import Driver
import Replica

/// What is wrong with a command line, or with what it names.
enum CommandError: Error {
  case script(name: String, DrunError)
  case scriptNotRead(CompilationError)
  case scriptNotText(name: String)
  case stateDirectoryNotEmpty(String)
  case stateDirectoryNotMade(String, reason: String)
  case executableToStandardOutput
  case noScript(module: String, tried: String)
  case noOfficialScript(path: String)
  case noConverter

  /// 2 for what the user can correct in the command line or the script, else 1.
  var exitStatus: Int32 {
    switch self {
    case .script, .scriptNotRead, .scriptNotText, .stateDirectoryNotEmpty,
      .executableToStandardOutput, .noScript, .noOfficialScript:
      2
    case .stateDirectoryNotMade, .noConverter: 1
    }
  }
}

extension CommandError: CustomStringConvertible {
  var description: String {
    switch self {
    case .script(let name, let error): "\(name):\(error.line): \(error.kind)"
    case .scriptNotRead(let error): "\(error)"
    case .scriptNotText(let name): "\(name): is no script: it is not text in UTF-8"
    case .stateDirectoryNotEmpty(let path):
      "\(path): a script begins without state, and this is not an empty folder; name another "
        + "one, or remove it"
    case .stateDirectoryNotMade(let path, let reason):
      "\(path): the folder for the state can't be made: \(reason)"
    case .executableToStandardOutput:
      "an executable can't be written to standard output; name a file by -o"
    case .noScript(let module, let tried):
      "\(module): a module says nothing of the messages to send, and there is no script \(tried) "
        + "beside it; write one as tinsmith run --help tells, and name it here"
    case .noOfficialScript(let path): "\(path): there is no script of the ending .wast"
    case .noConverter:
      "wasm-tools, which reads scripts, is not on the PATH; install it, or name it in WASM_TOOLS"
    }
  }
}
