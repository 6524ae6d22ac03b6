// How types and labels are called where people read them.

extension CandidType {
  /// The kind of type, without its parts.
  var kindName: String {
    switch self {
    case .primitive(let type): type.name
    case .option: "opt"
    case .vector(.primitive(.nat8)): "blob"
    case .vector: "vec"
    case .record: "record"
    case .variant: "variant"
    case .function: "func"
    case .service: "service"
    case .reference: "defined type"
    case .future: "type of a later version"
    }
  }
}

extension FieldLabel {
  /// As it stands before the sign of a field: quoted if it is no identifier.
  package var text: String {
    guard let name else { return TextForm.grouped(String(id)) }
    return TextForm.name(name)
  }
}
