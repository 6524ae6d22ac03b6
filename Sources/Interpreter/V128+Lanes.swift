package import WebAssembly

// How a vector of 128 bits becomes lanes and lanes a vector. Lanes lie in the order of memory,
// which is that of Swift's vectors on the little-endian machines that this project runs on.
extension V128 {
  /// The bits as lanes.
  @inline(__always)
  package func lanes<Lanes: SIMD>(_ type: Lanes.Type) -> Lanes {
    assert(MemoryLayout<Lanes>.size == 16, "a vector has 128 bits")
    return unsafeBitCast(self, to: type)
  }

  /// The bits of lanes.
  @inline(__always)
  package init<Lanes: SIMD>(_ lanes: Lanes) {
    assert(MemoryLayout<Lanes>.size == 16, "a vector has 128 bits")
    self = unsafeBitCast(lanes, to: V128.self)
  }
}

extension SIMD {
  /// The lanes, each put through a function.
  @inline(__always)
  func map<Result: SIMD>(_ transform: (Scalar) -> Result.Scalar) -> Result {
    var result = Result()
    for lane in indices { result[lane] = transform(self[lane]) }
    return result
  }

  /// The lanes with those of another vector, each pair put through a function.
  @inline(__always)
  func zip<Result: SIMD>(
    _ other: Self, _ transform: (Scalar, Scalar) -> Result.Scalar
  ) -> Result {
    var result = Result()
    for lane in indices { result[lane] = transform(self[lane], other[lane]) }
    return result
  }
}
