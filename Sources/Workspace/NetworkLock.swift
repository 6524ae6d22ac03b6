import Foundation

/// The right to use a network: one command at a time has it, and others wait for that
/// one.
///
/// The system releases it when its process ends, even suddenly.
final class NetworkLock {
  private let folder: String
  private var file: Int32 = -1

  /// How long to sleep between two attempts, at first and at most.
  private static let firstPauseMicroseconds: useconds_t = 1000
  private static let longestPauseMicroseconds: useconds_t = 16_000
  /// How long to wait before anything is shown.
  private static let silence = Duration.milliseconds(500)

  /// The lock of a network's folder, not taken yet.
  init(_ folder: String) { self.folder = folder }

  deinit { give() }

  /// Takes the lock, unless it is taken here already, and waits so long for who has it, who is told
  /// after a while; false if there is no folder, or no more.
  func take(
    waiting seconds: UInt64, tell: (_ holder: String) -> Void
  ) throws(WorkspaceError) -> Bool {
    let path = "\(folder)/lock"
    let start = ContinuousClock.now
    if file >= 0 { return true }
    repeat {
      give()
      file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
      if file < 0 && errno == ENOENT { return false }
      guard file >= 0 else {
        throw .lockNotTaken(path, .system(errno))
      }
      var status = stat()
      guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        throw .lockNotTaken(path, .noFile)
      }
      try wait(since: start, seconds, tell: tell)
      // Its last owner may have removed the folder.
    } while !isAt(path)
    name()
    return true
  }

  private func give() {
    if file >= 0 { close(file) }
    file = -1
  }

  private func wait(
    since start: ContinuousClock.Instant, _ seconds: UInt64, tell: (String) -> Void
  ) throws(WorkspaceError) {
    var pause = Self.firstPauseMicroseconds
    var isTold = false
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw .lockNotTaken("\(folder)/lock", .system(errno))
      }
      let waited = start.duration(to: .now)
      if waited.components.seconds >= seconds {
        throw .inUse(folder, by: holder, seconds: seconds)
      }
      if !isTold && waited > Self.silence {
        tell(holder)
        isTold = true
      }
      usleep(pause)
      pause = min(pause * 2, Self.longestPauseMicroseconds)
    }
  }

  private func isAt(_ path: String) -> Bool {
    var own = stat()
    var there = stat()
    return fstat(file, &own) == 0 && stat(path, &there) == 0 && own.st_ino == there.st_ino
      && own.st_dev == there.st_dev
  }

  /// Writes the owner's name, for people to read.
  private func name() {
    let text = "\(getpid())\n"
    guard ftruncate(file, 0) == 0 else { return }
    _ = text.withCString { pwrite(file, $0, strlen($0), 0) }
  }

  /// The process that has it, as it has written, with its command line.
  private var holder: String {
    var bytes = [UInt8](repeating: 0, count: 24)
    let count = pread(file, &bytes, bytes.count, 0)
    let digits = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).prefix { $0 != "\n" }
    guard let process = pid_t(digits) else { return "another process" }
    let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
    let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    let text = words.joined(separator: " ").filter { !$0.isNewline && $0 != "\u{1B}" }
    return "process \(process)" + (text.isEmpty ? "" : " (\(text.prefix(80)))")
  }
}
