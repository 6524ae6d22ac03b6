import Validation
import WebAssembly

// Modules and instances.
extension SpecRunner {
  /// Makes an instance of a module the current one, and gives it its name.
  mutating func addInstance(
    _ name: String?, of source: WastScript.ModuleSource
  ) throws(Deviation) {
    try add(name, Result { () throws(Deviation) in try instantiated(try validated(source)) })
  }

  /// The same, of a module that was defined before.
  mutating func addInstance(
    _ name: String?, ofDefinition definition: String?
  ) throws(Deviation) {
    try add(name, Result { () throws(Deviation) in try instantiated(try defined(definition)) })
  }

  private mutating func add(
    _ name: String?, _ subject: Subject<Engine.Instance>
  ) throws(Deviation) {
    current = subject
    if let name { named[name] = subject }
    _ = try subject.get()
  }

  /// Lets modules import from an instance; what is absent stays so under its new name.
  mutating func register(_ name: String?, as newName: String) throws(Deviation) {
    let subject = Subject { () throws(Deviation) in try instance(name) }
    registered[newName] = subject
    _ = try subject.get()
  }

  /// Keeps a module to make instances of.
  mutating func define(_ name: String?, _ source: WastScript.ModuleSource) throws(Deviation) {
    definition = Result { () throws(Deviation) in try validated(source) }
    if let name { definitions[name] = definition }
    _ = try definition.get()
  }

  /// The module defined under a name or, without one, last.
  func defined(_ name: String?) throws(Deviation) -> ValidatedModule {
    try existing(name.map { definitions[$0] ?? .absent } ?? definition)
  }

  /// The instance of a name or, without one, the last.
  func instance(_ name: String?) throws(Deviation) -> Engine.Instance {
    try existing(name.map { named[$0] ?? .absent } ?? current)
  }

  /// Commands about something that was skipped are skipped, too.
  private func existing<Entity>(_ subject: Subject<Entity>) throws(Deviation) -> Entity {
    switch subject {
    case .success(let entity): return entity
    case .failure(.skipped(let reason)): throw .skipped(reason)
    case .failure(.failed(let expected, _)):
      throw .failed(expected: expected, found: "none, since it failed before")
    }
  }

  // From source to instance

  /// A module that must be valid.
  func validated(_ source: WastScript.ModuleSource) throws(Deviation) -> ValidatedModule {
    let module = try decoded(source)
    do throws(ValidationError) {
      return try Validator.validate(module)
    } catch {
      throw .failed(expected: "a valid module", found: error.description)
    }
  }

  /// A module that must be well-formed.
  func decoded(_ source: WastScript.ModuleSource) throws(Deviation) -> Module {
    switch try decode(source) {
    case .success(let module): return module
    case .failure(let error):
      throw .failed(expected: "a well-formed module", found: error.description)
    }
  }

  /// Decodes a module; skips what is refused by name.
  func decode(
    _ source: WastScript.ModuleSource
  ) throws(Deviation) -> Result<Module, DecodingError> {
    guard case .binary(let bytes) = source else { throw .skipped(.textFormat) }
    do throws(DecodingError) {
      return .success(try ModuleDecoder().decode(bytes))
    } catch {
      if case .refused(_, let proposal) = error.kind { throw .skipped(.proposal(proposal)) }
      return .failure(error)
    }
  }

  private func instantiated(_ module: ValidatedModule) throws(Deviation) -> Engine.Instance {
    switch try instantiate(module) {
    case .success(let instance): return instance
    case .failure(let fault): throw .failed(expected: "an instance", found: fault.description)
    }
  }

  /// Instantiates a module; skips what imports from what was skipped.
  func instantiate(
    _ module: ValidatedModule
  ) throws(Deviation) -> Result<Engine.Instance, SpecFault> {
    var imports: [String: Engine.Instance] = [:]
    for name in Set(module.module.imports.map(\.module)) {
      if let subject = registered[name] { imports[name] = try existing(subject) }
    }
    do throws(SpecFault) {
      return .success(try engine.instantiate(module, imports: imports))
    } catch {
      if case .unsupported(let reason) = error { throw .skipped(.engine(reason)) }
      return .failure(error)
    }
  }
}
