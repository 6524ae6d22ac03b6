import Bytes
import Candid
import Executions
import Files
import Foundation
import ObjectFiles
import SpecSuite
import WebAssembly

/// What is wrong with a command line, or with what it names.
enum CommandError: Error {
  case scriptNotRead(FileError)
  case executableToStandardOutput
  case pagesNotTracked
  case noScript(module: String, tried: String)
  case noConverter
  case namedConverterNotFound(String)
  case folderNotEmpty(String)
  case unknownCommand(String, suggestion: String?)
  case unknownMethod(String, of: String, suggestion: String?, methods: [String])
  case unknownManagementMethod(String, suggestion: String?)
  case notQuery(String)
  case noSetting
  case candid(CandidTextError)
  case interfaceNotRead(reason: String)
  case notHexadecimal
  case argumentNotText(String)
  case argumentTwice
  case argumentMissing(method: String, types: String)
  case replyNotDecoded(CandidDecodingError, bytes: [UInt8])
  case unknownMetadata(String, suggestion: String?)
  case executableNotCompared(String)
  case objectNotTrusted(String)
  // Calls of functions of plain modules.
  case textNotParsed(String, reason: String)
  case importNotProvided(String, module: String, name: String)
  case unknownFunction(String, of: String, suggestion: String?, functions: [String])
  case argumentCount(of: String, expected: Int, found: Int)
  case argumentForm(String, number: Int, of: String, type: ValueType)
  case notConfined(String)
  case notInvoked(String, function: String, SpecFault)

  /// 2 for what the user can correct in the command line or the script, else 1.
  var exitStatus: Int32 {
    switch self {
    case .scriptNotRead, .executableToStandardOutput, .pagesNotTracked, .noScript,
      .unknownMethod, .unknownManagementMethod, .notQuery, .noSetting, .candid,
      .interfaceNotRead, .notHexadecimal, .argumentNotText, .argumentTwice, .argumentMissing,
      .unknownCommand, .unknownMetadata, .executableNotCompared, .objectNotTrusted,
      .unknownFunction, .argumentCount, .argumentForm, .folderNotEmpty:
      2
    case .noConverter, .namedConverterNotFound, .replyNotDecoded, .textNotParsed,
      .importNotProvided, .notConfined, .notInvoked:
      1
    }
  }
}

extension CommandError: CustomStringConvertible {
  var description: String {
    switch self {
    case .scriptNotRead(let error): "\(error)"
    case .executableToStandardOutput:
      "an executable can't be written to standard output; name a file by -o"
    case .pagesNotTracked:
      "Wasm can't tell the first access of a page of the heap: --emit wasm charges pages by the "
        + "classic rules only, or none with --metering off"
    case .noScript(let module, let tried):
      "\(module): a module does not say which messages to send, and there is no script \(tried) "
        + "beside it; write one (see tinsmith run --help), and name it here"
    case .noConverter:
      "wasm-tools, which reads text, is not on the PATH: `make deps` where tinsmith was built "
        + "brings it, so does `cargo install wasm-tools`; or name it in WASM_TOOLS"
    case .namedConverterNotFound(let name):
      "there is no program \(name), which WASM_TOOLS names; correct or unset the variable"
    case .folderNotEmpty(let path):
      "\(path): this is not an empty folder; name another one, or remove it"
    case .unknownCommand(let name, let suggestion):
      "there is no command \(name)"
        + (suggestion.map { "; did you mean \($0)?" } ?? "; `tinsmith --help` lists them")
    case .unknownMethod(let name, let path, let suggestion, let methods):
      "the canister has no method \(name)" + (suggestion.map { "; did you mean \($0)?" } ?? "")
        + Self.list(
          methods, of: "methods", elsewhere: "`tinsmith metadata \(path) candid:service` has them")
    case .unknownManagementMethod(let name, let suggestion):
      "the management canister has no method \(name)"
        + (suggestion.map { "; did you mean \($0)?" } ?? "")
    case .notQuery(let name):
      "`\(name)` is an update method, not a query method. Run the command without `--query`."
    case .noSetting:
      "no setting is given; `tinsmith canister settings update --help` lists them"
    case .candid(let error): "\(error)"
    case .interfaceNotRead(let reason): reason
    case .notHexadecimal: "the argument is not made of pairs of hexadecimal digits"
    case .argumentNotText(let name): "\(name): not an argument: it is not text in UTF-8"
    case .argumentTwice: "there are two arguments: give it in the command line, or in a file"
    case .argumentMissing(let method, let types):
      "Expected arguments but found none: \(method) takes \(types)"
    case .replyNotDecoded(let error, let bytes):
      "the reply is not Candid of the expected types (\(error)): 0x\(bytes.hexadecimal); "
        + "--output hex shows it as it is"
    case .unknownMetadata(let name, let suggestion):
      "there is no metadata \(name)" + (suggestion.map { "; did you mean \($0)?" } ?? "")
    case .executableNotCompared(let path):
      "\(path) is an executable, and so one engine only: name the module, with its script beside "
        + "it, or the script"
    case .objectNotTrusted(let path):
      "\(path) was not compiled on this machine; tinsmith load --trust \(path) loads it "
        + "nevertheless"
    case .textNotParsed(let path, let reason):
      "\(path): wasm-tools can't read it:\n\(Self.trimmed(reason))"
    case .importNotProvided(let path, let module, let name):
      "\(path): unknown import: \"\(module)\" \"\(name)\": there is nothing to import from"
        + (module == "ic0" ? "; `tinsmith interpret` and `install` run canisters" : "")
    case .unknownFunction(let name, let path, let suggestion, let functions):
      "\(path) exports no function \(name)" + (suggestion.map { "; did you mean \($0)?" } ?? "")
        + Self.list(functions, of: "functions", elsewhere: "`tinsmith invoke \(path)` lists them")
    case .argumentCount(let function, let expected, let found):
      "the function takes \(expected) argument\(expected == 1 ? "" : "s"), not \(found): "
        + function
    case .argumentForm(let text, let number, let function, let type):
      "argument \(number) of \(function) is not of type \(type), \(SpecValue.form(of: type)): "
        + text
    case .notConfined(let path): "\(path): the system can't confine the process (seccomp)"
    case .notInvoked(let path, let function, let fault): "\(path): \(function): \(fault)"
    }
  }

  private static func trimmed(_ text: String) -> String {
    text.split(separator: "\n").joined(separator: "\n")
  }

  /// Lines with names where they are few, else where to find them.
  private static func list(_ names: [String], of kind: String, elsewhere: String) -> String {
    switch names.count {
    case 0: "; it has none at all"
    case 1...10: "\nThe \(kind) are:" + names.map { "\n  \($0)" }.joined()
    default: "; \(elsewhere)"
    }
  }
}
