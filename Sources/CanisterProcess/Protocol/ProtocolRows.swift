/// All rows of a list in `runtime/include/serve.def`, in their order.
///
/// The fields of a record are such a list: a switch over them can't miss one.
func rows<Row: RawRepresentable<UInt8>>(
  of type: Row.Type = Row.self, count: Int
) -> some Sequence<Row> {
  (0..<UInt8(count)).lazy.map { number in
    guard let row = Row(rawValue: number) else { preconditionFailure("a row of the list") }
    return row
  }
}
