import Foundation

/// What the system knows of processes that a test has not started itself.
enum ProcessTable {
  /// The children that any of a process's threads has started.
  static func children(of process: pid_t) -> [pid_t] {
    let folder = "/proc/\(process)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return threads.flatMap { thread in
      let path = "\(folder)/\(thread)/children"
      let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
      return text.split(separator: " ").compactMap { pid_t($0) }
    }
  }

  /// The child that has been running code of its own for so many hundredths of a second; waits
  /// half a minute for it.
  static func busyChild(of process: pid_t, ticks: Int = 20) -> pid_t? {
    for _ in 0..<3000 {
      if let child = children(of: process).first(where: { processorTicks(of: $0) >= ticks }) {
        return child
      }
      usleep(10_000)
    }
    return nil
  }

  /// Whether a process is gone within some seconds: that its reader has gone it finds out within
  /// one, and its new parent has to reap it first.
  static func hasEnded(_ process: pid_t) -> Bool {
    for _ in 0..<500 {
      guard let fields = status(of: process), fields.first != "Z" else { return true }
      usleep(10_000)
    }
    return false
  }

  private static func processorTicks(of process: pid_t) -> Int {
    guard let fields = status(of: process), fields.count > 11 else { return 0 }
    return Int(fields[11]) ?? 0
  }

  /// What `/proc` says of a process after its name, from the state on.
  private static func status(of process: pid_t) -> [Substring]? {
    let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return text?.split(separator: ")").last?.split(separator: " ")
  }
}
