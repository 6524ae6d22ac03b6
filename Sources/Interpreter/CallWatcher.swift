import Instrumentation
import WebAssembly

/// Notes which functions run in a message, and how many instructions each of them uses.
///
/// What is noted is a tree in the order of time. Calls of the same function one after the other
/// become one, so that loops do not fill it.
final class CallWatcher {
  private(set) var profile = CallProfile()
  /// The nodes of the functions that run, from the outermost on.
  private var path: [Int] = []
  /// By node, which node its newest callee has.
  private var newestCallees: [Int] = []
  private var firstDepth = 0
  private var instructionsLeft: Int64 = 0

  /// Begins with a message.
  func begin(instructionsLeft: Int64) {
    profile = CallProfile()
    path = []
    newestCallees = []
    self.instructionsLeft = instructionsLeft
  }

  /// Notes what was used since the last note, and that a function runs at a depth of the stack.
  func note(_ function: UInt32, depth: Int, isEntry: Bool, instructionsLeft: Int64) {
    charge(upTo: instructionsLeft)
    if path.isEmpty { firstDepth = depth }
    // What lay deeper has ended, and so has one that has made a tail call.
    let height = max(0, depth - firstDepth) + (isEntry ? 0 : 1)
    if path.count > height { path.removeSubrange(height...) }
    if isEntry { path.append(node(of: function)) }
  }

  /// Ends with the message.
  func end(instructionsLeft: Int64) {
    charge(upTo: instructionsLeft)
  }

  private func charge(upTo instructionsLeft: Int64) {
    if let running = path.last {
      profile.costs[running] &+= UInt64(max(0, self.instructionsLeft &- instructionsLeft))
    }
    self.instructionsLeft = instructionsLeft
  }

  private func node(of function: UInt32) -> Int {
    if let caller = path.last {
      let newest = newestCallees[caller]
      if newest >= 0 && profile.functions[newest] == function { return newest }
      guard profile.functions.count < CallProfile.maximumCount else {
        profile.isComplete = false
        return caller
      }
    }
    let node = profile.functions.count
    profile.functions.append(function)
    profile.callers.append(path.last ?? -1)
    profile.costs.append(0)
    newestCallees.append(-1)
    if let caller = path.last { newestCallees[caller] = node }
    return node
  }
}

/// Which functions have run in a message, as a tree of calls.
package struct CallProfile: Sendable {
  /// By node, in the order of time: the function's index in its module.
  package var functions: [UInt32] = []
  /// By node: that of the caller, or -1.
  package var callers: [Int] = []
  /// By node: how many instructions it has used, without those of its callees.
  package var costs: [UInt64] = []
  /// False if there was no room for some nodes: what these used, their callers have.
  package var isComplete = true

  /// The most nodes: as many as canbench has entries.
  package static let maximumCount = 131_000

  /// Nothing yet.
  package init() {}
}

extension Execution {
  /// Tells the watcher where the message is.
  func watch(_ moment: CallMoment) {
    stack.watcher?.note(
      function.pointee.index, depth: frames - stack.frames, isEntry: moment == .entry,
      instructionsLeft: instructionsLeft.pointee)
  }
}
