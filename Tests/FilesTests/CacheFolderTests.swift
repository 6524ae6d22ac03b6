import Foundation
import TestSupport
import Testing

@testable import Files

struct CacheFolderTests {
  @Test func foldersAreNamedByTheEnvironment() {
    #expect(CacheFolder.usualPath(["TINSMITH_CACHE": "/a", "XDG_CACHE_HOME": "/b"]) == "/a")
    #expect(CacheFolder.usualPath(["XDG_CACHE_HOME": "/b", "HOME": "/c"]) == "/b/tinsmith")
    #expect(CacheFolder.usualPath(["XDG_CACHE_HOME": "b", "HOME": "/c"]) == "/c/.cache/tinsmith")
    let usual = NSHomeDirectory() + "/.cache/tinsmith"
    #expect(CacheFolder.usualPath([:]) == usual)
    #expect(CacheFolder.usualPath(["TINSMITH_CACHE": "", "HOME": "c"]) == usual)
  }

  @Test func newFoldersAreForTheUserAlone() throws {
    try TestSupport.TemporaryDirectory.with { folder in
      let path = folder.appending(path: "a/b").path
      #expect(CacheFolder.problem(of: path) == nil)
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o700)
    }
  }

  /// Users who can write there could make this program run theirs.
  @Test func foldersThatOthersCanChangeAreNotUsed() throws {
    try TestSupport.TemporaryDirectory.with { folder in
      let path = folder.appending(path: "cache").path
      #expect(CacheFolder.problem(of: path) == nil)
      for mode in [0o777, 0o770, 0o1777] as [mode_t] {
        chmod(path, mode)
        #expect(CacheFolder.problem(of: path)?.kind == .open)
      }
      chmod(path, 0o755)
      #expect(CacheFolder.problem(of: path) == nil)
      chmod(folder.path, 0o777)
      #expect(CacheFolder.problem(of: path)?.kind == .openAbove(folder.path))
      chmod(folder.path, 0o1777)
      #expect(CacheFolder.problem(of: path) == nil)
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
  func foldersOfOthersAreNotUsed() throws {
    try TestSupport.TemporaryDirectory.with { folder in
      chown(folder.path, 65534, 65534)
      #expect(CacheFolder.problem(of: folder.path)?.kind == .ofOther)
    }
  }

  @Test func foldersThatCanNotBeAreExplained() throws {
    let problem = try #require(CacheFolder.problem(of: "/dev/null/cache"))
    #expect(
      problem.description == "nothing that is compiled is kept: /dev/null/cache can't be made: "
        + "Not a directory; name another folder in TINSMITH_CACHE")
    #expect(CacheFolder.problem(of: "/dev/null")?.kind == .notMade(reason: "Not a directory"))
  }
}
