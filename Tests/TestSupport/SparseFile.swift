package import Foundation

/// A file of which most was never written.
package enum SparseFile {
  private static let pageSize = 4096
  /// Linux's `SEEK_DATA`, which the C library's module does not show.
  private static let toData: Int32 = 3

  /// Its pages that are not all zeros, by their numbers.
  package static func pages(of file: URL) throws -> [Int: [UInt8]] {
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CocoaError(.fileReadNoSuchFile) }
    defer { close(descriptor) }
    var pages: [Int: [UInt8]] = [:]
    var offset = lseek(descriptor, 0, toData)
    while offset >= 0 {
      let number = offset / pageSize
      var page = [UInt8](repeating: 0, count: pageSize)
      guard pread(descriptor, &page, pageSize, number * pageSize) >= 0 else {
        throw CocoaError(.fileReadUnknown)
      }
      if page.contains(where: { $0 != 0 }) { pages[number] = page }
      offset = lseek(descriptor, (number + 1) * pageSize, toData)
    }
    return pages
  }
}
