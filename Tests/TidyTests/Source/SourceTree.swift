import Foundation
import TestSupport

/// The files that the rules look at.
struct SourceTree {
  var files: [SourceFile]

  init(_ files: [SourceFile]) { self.files = files }

  /// A tree of made-up files, for tests of the rules.
  init(_ texts: [String: String]) {
    files = texts.sorted { $0.key < $1.key }.map { SourceFile(path: $0.key, text: $0.value) }
  }

  /// All text files of the package that people write.
  static let package = SourceTree(
    (["Sources", "Tests", "Benchmarks", "runtime", "examples", "scripts"]
      .flatMap { PackageRoot.files(under: $0) }
      + ["Package.swift", "Makefile", "README.md", "CONVENTIONS.md"]).compactMap { path in
        guard let text = try? String(contentsOf: PackageRoot.appending(path), encoding: .utf8)
        else { return nil }
        return SourceFile(path: path, text: text)
      })

  var swiftFiles: [SourceFile] { files.filter { $0.kind == .swift } }

  subscript(path: String) -> SourceFile? { files.first { $0.path == path } }
}
