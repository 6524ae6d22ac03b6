import Gzip
package import Validation
import WebAssembly

/// Modules that need not be canisters: they may use all of the core specification.
package enum PlainModule {
  /// More than any module that makes sense, in bytes.
  private static let limitBytes = 256 * 1024 * 1024

  /// Decodes and validates a module, which may be compressed; `path` is for the error.
  package static func read(
    _ bytes: [UInt8], path: String
  ) throws(CompilationError) -> ValidatedModule {
    let module = try decode(try uncompressed(bytes, path: path), path: path)
    do {
      return try Validator.validate(module, features: .core)
    } catch {
      throw .invalid(path: path, error)
    }
  }

  private static func uncompressed(
    _ bytes: [UInt8], path: String
  ) throws(CompilationError) -> [UInt8] {
    guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes }
    do {
      return try gunzip(bytes, limitBytes: limitBytes)
    } catch {
      throw .notDecompressed(path: path, error)
    }
  }

  private static func decode(
    _ binary: [UInt8], path: String
  ) throws(CompilationError) -> Module {
    do {
      return try ModuleDecoder(features: .core).decode(binary)
    } catch {
      throw .malformed(path: path, error)
    }
  }
}
