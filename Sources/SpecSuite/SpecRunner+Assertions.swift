import Validation
import WebAssembly

// What scripts assert.
extension SpecRunner {
  /// Performs an action that must terminate; returns the results.
  func run(_ action: WastScript.Action) throws(Deviation) -> [SpecValue] {
    switch try perform(action) {
    case .success(let values): return values
    case .failure(let fault): throw .failed(expected: "an end", found: fault.description)
    }
  }

  private func perform(
    _ action: WastScript.Action
  ) throws(Deviation) -> Result<[SpecValue], SpecFault> {
    let instance = try instance(action.instance)
    do throws(SpecFault) {
      switch action.kind {
      case .get: return .success([try engine.global(action.export, of: instance)])
      case .invoke(let arguments):
        return .success(try engine.invoke(action.export, of: instance, arguments))
      }
    } catch {
      if case .unsupported(let reason) = error { throw .skipped(.engine(reason)) }
      return .failure(error)
    }
  }

  func assertReturn(
    _ action: WastScript.Action, _ patterns: [ValuePattern]
  ) throws(Deviation) {
    let results = try run(action)
    let isMatch =
      results.count == patterns.count && zip(patterns, results).allSatisfy { $0.matches($1) }
    if !isMatch {
      throw .failed(
        expected: "\(action.export) to return \(patterns)", found: "\(results)")
    }
  }

  func assertTrap(_ action: WastScript.Action, _ message: String) throws(Deviation) {
    switch try perform(action) {
    case .failure(.trap(let found)): try check(found, against: message)
    case .failure(let fault): throw .failed(expected: "trap: \(message)", found: "\(fault)")
    case .success(let values): throw .failed(expected: "trap: \(message)", found: "\(values)")
    }
  }

  /// Only modules that are refused can throw.
  func assertException(_ action: WastScript.Action) throws(Deviation) {
    _ = try instance(action.instance)
    throw .failed(expected: "an exception", found: "a module that has none")
  }

  func assertMalformed(
    _ source: WastScript.ModuleSource, _ message: String
  ) throws(Deviation) {
    switch try decode(source) {
    case .success: throw .failed(expected: "malformed: \(message)", found: "a module")
    case .failure(let error): try check(error.message, against: message)
    }
  }

  /// Some of what the specification calls invalid has no place in the data model of this project,
  /// so that the decoder refuses it.
  func assertInvalid(_ source: WastScript.ModuleSource, _ message: String) throws(Deviation) {
    var found: String?
    switch try decode(source) {
    case .success(let module):
      do throws(ValidationError) {
        _ = try Validator.validate(module)
      } catch {
        found = error.message
      }
    case .failure(let error): found = error.message
    }
    guard let found else {
      throw .failed(expected: "invalid: \(message)", found: "a valid module")
    }
    try check(found, against: message)
  }

  func assertUnlinkable(
    _ source: WastScript.ModuleSource, _ message: String
  ) throws(Deviation) {
    switch try instantiate(try validated(source)) {
    case .failure(.unlinkable(let found)): try check(found, against: message)
    case .failure(let fault): throw .failed(expected: "unlinkable: \(message)", found: "\(fault)")
    case .success: throw .failed(expected: "unlinkable: \(message)", found: "an instance")
    }
  }

  func assertUninstantiable(
    _ source: WastScript.ModuleSource, _ message: String
  ) throws(Deviation) {
    switch try instantiate(try validated(source)) {
    case .failure(.trap(let found)): try check(found, against: message)
    case .failure(let fault): throw .failed(expected: "trap: \(message)", found: "\(fault)")
    case .success: throw .failed(expected: "trap: \(message)", found: "an instance")
    }
  }

  /// Messages begin with the words of the script, as those of the reference interpreter do.
  private func check(_ found: String, against expected: String) throws(Deviation) {
    if !Wording.matches(found, expected) {
      throw .failed(expected: "\"\(expected)\"", found: "\"\(found)\"")
    }
  }
}
