import Admission
import Foundation
import TestSupport
import Testing

@testable import Workspace

/// What the cache says of a module takes the place of reading it.
@Suite struct AdmittedModulesTests {
  @Test func aModuleThatWasAdmittedIsNotReadAgain() throws {
    // Unlike all others, so that no earlier run has left what this one looks for.
    let name = Array("test:\(UUID().uuidString)".utf8)
    let section = [UInt8(name.count)] + name
    let bytes: [UInt8] = [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0, 0, UInt8(section.count)] + section
    let module = try CanisterFile.admit(bytes, path: "empty.wasm")
    #expect(AdmittedModules.description(of: module.hash, on: .application) == nil)
    let file = CanisterFile(module, path: "empty.wasm")
    #expect(AdmittedModules.description(of: module.hash, on: .application) == file.description)
    // Another kind of subnet has other limits.
    #expect(AdmittedModules.description(of: module.hash, on: .benchmarking) == nil)

    let folder = NetworkFolder(path: NSTemporaryDirectory() + "tinsmith-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(atPath: folder.path) }
    try folder.make()
    try folder.keep(file)
    let copy = try folder.code(file.identity, path: "empty.wasm", on: .application)
    #expect(copy.description == file.description)
    #expect(copy.bytes == bytes)

    // What is known of a module is not taken for what is known of others.
    let path = "\(folder.path)/code/\(file.identity).wasm"
    try Data(bytes + [0, 1, 0]).write(to: URL(filePath: path))
    #expect(throws: WorkspaceError.self) {
      try folder.code(file.identity, path: "empty.wasm", on: .application)
    }
  }
}
