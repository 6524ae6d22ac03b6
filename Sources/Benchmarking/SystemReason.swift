import Foundation

/// The system's own words for why a file can't be read, as other tools say them.
package enum SystemReason {
  /// The words for an error of Foundation's.
  package static func text(_ error: any Error) -> String {
    let error = error as NSError
    let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError
    guard let number = [error, underlying].compactMap({ $0 }).first(where: {
      $0.domain == NSPOSIXErrorDomain
    }) else { return error.localizedDescription }
    return String(cString: strerror(Int32(number.code)))
  }
}
