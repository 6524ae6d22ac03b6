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
    var summary = rt_summary()
    var error = rt_error()
    guard rt_summary_read(directory, &summary, &error) else {
      throw Failure(reason: Self.text(of: error.text))
    }
    heapPages = summary.heap_pages
    stablePages = summary.stable_pages
    version = summary.version
    globalTimer = summary.global_timer
    certifiedData = withUnsafeBytes(of: summary.certified_data) {
      Array($0.prefix(Int(summary.certified_data_size)))
    }
    owner =
      !summary.is_installed
      ? .nobody : summary.is_foreign ? .unknown : .module(hash: Self.text(of: summary.module))
  }

  /// A text in an array of C, up to its end or the first zero.
  private static func text<Characters>(of characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
