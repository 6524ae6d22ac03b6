internal import CanisterRuntime
import Foundation

/// What is committed of a canister's state, as its files say, whatever process has it meanwhile.
package struct CommittedState: Equatable, Sendable {
  /// In pages of 64 KiB.
  package let heapPages: UInt64
  /// In pages of 64 KiB.
  package let stablePages: UInt64
  package let version: UInt64
  /// 0 if it is off.
  package let globalTimer: UInt64
  package let certifiedData: [UInt8]
  package let owner: Owner

  /// The module that a state belongs to.
  package enum Owner: Equatable, Sendable {
    case module(hash: String)
    /// No code was ever installed there.
    case nobody
    /// The state is another program's snapshot, which does not tell.
    case unknown
  }

  /// Why a state can't be read: a sentence for the user.
  package struct Failure: Error {
    package let reason: String
  }

  /// Reads the state in a folder, without its lock; nothing is changed.
  package init(in directory: String) throws(Failure) {
    var metadata = rt_metadata()
    defer { rt_metadata_free(&metadata) }
    var error = rt_error()
    guard rt_metadata_read(directory, &metadata, &error) else {
      throw Failure(reason: Self.text(of: error.text))
    }
    let pageBytes: UInt64 = 65536
    heapPages = metadata.heap_bytes / pageBytes
    stablePages = metadata.stable_bytes / pageBytes
    version = metadata.version
    globalTimer = metadata.global_timer
    certifiedData = withUnsafeBytes(of: metadata.certified_data) {
      Array($0.prefix(Int(metadata.certified_data_size)))
    }
    let module = UnsafeBufferPointer(start: metadata.module.bytes, count: metadata.module.size)
    owner =
      !metadata.is_installed
      ? .nobody
      : metadata.is_foreign ? .unknown : .module(hash: String(decoding: module, as: UTF8.self))
  }

  /// A text in an array of C, up to its end or the first zero.
  private static func text<Characters>(of characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
