import Server
import Testing

struct PocketICVersionTests {
  @Test func versionsHaveThreeNumbers() {
    #expect(PocketICVersion("13.0.0")?.line == "pocket-ic-server 13.0.0")
    for text in ["", "13", "13.0", "13.0.0.0", "13.0.x", "13..0", "13.0.0-beta", "'; rm"] {
      #expect(PocketICVersion(text) == nil)
    }
  }
}
