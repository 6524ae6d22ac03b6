/// Tells the user of a terminal that code is compiled while it is interpreted.
enum BackgroundNote {
  static func show(_ path: String) {
    guard Terminal.standardError.isTerminal else { return }
    Tinsmith.note(
      "\(path) is interpreted until it is compiled, which is done in the background; --tier best "
        + "waits for it")
  }
}
