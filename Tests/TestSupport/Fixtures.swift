package import Foundation

/// Canisters that others made, which `make deps` fetches.
package enum Fixtures {
  /// Their folder; `TINSMITH_FIXTURES` overrules it.
  package static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["TINSMITH_FIXTURES"] {
      return URL(filePath: path)
    }
    return PackageRoot.appending(".build/fixtures")
  }()

  /// A token ledger of 1.27 MB, compiled from Rust.
  package static let ledger = "ledger_canister.wasm"

  /// What to say of a test that is skipped because a fixture is absent.
  package static let absence = "this canister is not here: `make deps` fetches it"

  package static func isAvailable(_ name: String) -> Bool { bytes(name) != nil }

  /// The content of a fixture, or nil if it is absent.
  package static func bytes(_ name: String) -> [UInt8]? {
    (try? Data(contentsOf: folder.appending(path: name))).map { [UInt8]($0) }
  }
}
