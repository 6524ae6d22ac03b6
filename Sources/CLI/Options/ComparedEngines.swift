import ArgumentParser
import Comparison

/// The engines to compare: names separated by commas.
struct ComparedEngines: ExpressibleByArgument {
  let engines: [ComparedEngine]

  static let standard = ComparedEngines(
    engines: [.inline, .call, .interpreter].map { ComparedEngine(kind: $0) })

  private init(engines: [ComparedEngine]) { self.engines = engines }

  init?(argument: String) {
    var engines: [ComparedEngine] = []
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let engine = ComparedEngine(name: String(name)), !engines.contains(engine) else {
        return nil
      }
      engines.append(engine)
    }
    self.engines = engines
  }

  var defaultValueDescription: String { engines.map(\.name).joined(separator: ",") }
}
