import Foundation
import Subnet

/// A line of a recording, in JSON: an object with one of these members.
struct RecordingLine: Codable {
  /// The first line: what the file is.
  var recording: Head?
  /// Code that a later input installs.
  var module: Module?
  /// What the network was told, in order.
  var input: NetworkInput?
  /// The last line: what all of it has come to.
  var end: RecordingEnd?

  /// What kind of file it is.
  struct Head: Codable, Equatable {
    static let currentVersion = 2
    var version = Self.currentVersion
    let counting: RecordedCounting
  }

  /// A module's bytes, and the name by which inputs know its code.
  struct Module: Codable {
    let identity: String
    let bytes: Data
  }
}

/// How the code of a recording counts instructions, by the words of the command line.
///
/// Counts are part of outcomes, so a replay has to count in the same way.
package struct RecordedCounting: Codable, Equatable, Sendable {
  /// Whether instructions are counted, and how.
  package let metering: String
  /// By which regime pages of memory are charged.
  package let pageCharges: String

  package init(metering: String, pageCharges: String) {
    self.metering = metering
    self.pageCharges = pageCharges
  }
}

/// What the inputs of a recording have come to.
struct RecordingEnd: Codable, Equatable {
  /// The SHA-256 of the network's state in JSON, with its keys in order.
  let state: String
  /// The SHA-256 of the memories of each canister, by its id.
  let memories: [String: Memories]

  /// Of a canister's heap and of its stable memory.
  struct Memories: Codable, Equatable {
    let heap: String
    let stable: String
  }
}
