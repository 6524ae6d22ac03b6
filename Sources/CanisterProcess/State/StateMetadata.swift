internal import CanisterRuntime

/// What the runtime keeps of a canister's state beside the memories, in the runtime's own form.
struct StateMetadata: ~Copyable {
  var fields = rt_metadata()

  /// That of a state before any installation.
  init() {}

  /// Reads what is committed in a folder, even while a process uses it; changes nothing.
  init(of folder: StateFolder) throws(StateError) {
    var error = rt_error()
    guard rt_metadata_read(folder.path, &fields, &error) else {
      throw .notRead(reason: Self.text(of: error.text))
    }
  }

  deinit {
    var fields = fields
    rt_metadata_free(&fields)
  }

  /// Replaces that of a state that no process has, and whose journal is empty.
  func write(to folder: StateFolder) throws(StateError) {
    var error = rt_error()
    let isWritten = withUnsafePointer(to: fields) { rt_metadata_write(folder.path, $0, &error) }
    guard isWritten else { throw .notWritten(reason: Self.text(of: error.text)) }
  }

  /// The module that the state belongs to; empty if it is not known.
  var module: String {
    get { String(decoding: fields.module.content, as: UTF8.self) }
    set { fields.module.replace(by: newValue.utf8) }
  }

  var certifiedData: [UInt8] {
    get {
      let size = Int(fields.certified_data_size)
      return withUnsafeBytes(of: fields.certified_data) { Array($0.prefix(size)) }
    }
    set {
      precondition(newValue.count <= Self.maximumCertifiedDataBytes)
      withUnsafeMutableBytes(of: &fields.certified_data) { $0.copyBytes(from: newValue) }
      fields.certified_data_size = UInt8(newValue.count)
    }
  }

  static let maximumCertifiedDataBytes = Int(RT_CERTIFIED_DATA_BYTES_MAX)

  /// The hashes of the chunks in the canister's chunk store.
  var chunkHashes: [[UInt8]] {
    get {
      let bytes = fields.chunk_hashes.content
      return stride(from: 0, to: bytes.count, by: Self.chunkHashBytes).map {
        Array(bytes[$0..<$0 + Self.chunkHashBytes])
      }
    }
    set { fields.chunk_hashes.replace(by: newValue.joined()) }
  }

  static let chunkHashBytes = Int(RT_CHUNK_HASH_BYTES)

  /// The globals that a snapshot lists, in its order.
  var globals: [StateGlobal] {
    get { StateGlobal.globals(in: fields.globals.content) }
    set { fields.globals.replace(by: newValue.flatMap(\.encoded)) }
  }

  /// A text in an array of C, up to its end or the first zero.
  private static func text<Characters>(of characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

extension rt_buffer {
  var content: [UInt8] { Array(UnsafeBufferPointer(start: bytes, count: size)) }

  mutating func replace(by content: some Sequence<UInt8>) {
    let content = Array(content)
    rt_buffer_clear(&self)
    rt_buffer_append(&self, content, content.count)
  }
}
