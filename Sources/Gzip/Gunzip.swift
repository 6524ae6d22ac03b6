import CZlib

/// Decompresses the first member of a gzip stream (RFC 1952).
///
/// The last four bytes are taken as the size before anything is decompressed, as the replica does,
/// and the member must yield exactly that many bytes. So at most the claimed size and one byte is
/// ever allocated or extracted, however large the data would become. Bytes after the
/// first member are not looked at, save that their last four are then the claim: a second member
/// or trailing garbage is refused unless it happens to state the first one's size. What the first
/// member's own trailer says of its size then does not matter.
package func gunzip(_ bytes: [UInt8], limitBytes: Int) throws(GzipError) -> [UInt8] {
  // The format requires ten bytes of header, at least two of data and eight of trailer;
  // the replica looks at the size from 16 on, and zlib refuses what is still too short.
  guard bytes.count >= 16 else { throw .tooShort }
  let claimed = bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
  guard claimed <= limitBytes else {
    throw .tooLarge(claimedBytes: claimed, limitBytes: limitBytes)
  }
  let extracted = try inflate(bytes, capacityBytes: claimed + 1)
  guard extracted.count == claimed else {
    throw .sizeMismatch(claimedBytes: claimed, extractedBytes: extracted.count)
  }
  return extracted
}

/// Decompresses until the member ends or the capacity is used up.
private func inflate(_ bytes: [UInt8], capacityBytes: Int) throws(GzipError) -> [UInt8] {
  var end = StreamEnd.failed(.invalidData)
  let extracted = [UInt8](unsafeUninitializedCapacity: capacityBytes) { output, count in
    end = bytes.withUnsafeBufferPointer { input in inflate(input, into: output, count: &count) }
  }
  // With the capacity used up, the member holds more than is claimed, even if zlib reports no
  // error.
  guard extracted.count < capacityBytes else { return extracted }
  switch end {
  case .reached, .wrongLength: return extracted
  case .failed(let corruption): throw .corrupt(corruption)
  }
}

/// How decompression ended.
private enum StreamEnd {
  case reached
  /// At a trailer with another size than was extracted, but the right checksum.
  case wrongLength
  case failed(GzipError.Corruption)

  init(status: CInt, message: UnsafePointer<CChar>?) {
    switch status {
    case Z_STREAM_END: self = .reached
    case Z_DATA_ERROR:
      // zlib has one code for all its findings, and tells them apart by their words only.
      let isLength = message.map { String(cString: $0) } == "incorrect length check"
      self = isLength ? .wrongLength : .failed(.invalidData)
    // Decompression stopped with room for output left: the input ended before the member did.
    case Z_OK, Z_BUF_ERROR: self = .failed(.truncated)
    case Z_NEED_DICT: self = .failed(.needsDictionary)
    case Z_MEM_ERROR: self = .failed(.outOfMemory)
    default: self = .failed(.invalidData)
    }
  }
}

/// Runs zlib over the whole input, which the trailer ends.
private func inflate(
  _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>,
  count: inout Int
) -> StreamEnd {
  // zlib counts in 32 bits, as does the trailer: what can't be counted can't be right.
  guard let available = UInt32(exactly: input.count), let room = UInt32(exactly: output.count)
  else { return .failed(.invalidData) }
  var stream = z_stream()
  // 15 bits of window, and 16 for the gzip format and no other.
  let status = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
  guard status == Z_OK else { return StreamEnd(status: status, message: nil) }
  defer { inflateEnd(&stream) }
  // zlib only reads through this pointer; its type has no const.
  stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
  stream.avail_in = available
  stream.next_out = output.baseAddress
  stream.avail_out = room
  let last = inflate(&stream, Z_FINISH)
  count = output.count - Int(stream.avail_out)
  return StreamEnd(status: last, message: stream.msg)
}
