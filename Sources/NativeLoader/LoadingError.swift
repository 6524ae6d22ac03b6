/// Why a file of compiled code is not in this process.
package enum LoadingError: Error, Equatable {
  case notObject(path: String)
  case notLoaded(path: String, reason: String)
}

extension LoadingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notObject(let path):
      "\(path) is no object file; make one by tinsmith compile --emit object"
    case .notLoaded(let path, let reason):
      "\(path) can't be loaded: \(reason); was it compiled for this processor, by this tinsmith?"
    }
  }
}
