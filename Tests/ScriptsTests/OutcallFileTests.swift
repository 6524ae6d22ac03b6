import Subnet
import SubnetHost
import Testing

@testable import Scripts

struct OutcallFileTests {
  @Test func rulesAnswerOrReject() throws {
    let json = """
      [
        { "url": "https://a/", "status": 200, "headers": [["x", "y"]], "body": "hi" },
        { "url": "https://b/", "method": "POST", "status": 404, "body_base64": "AAE=" },
        { "url": "https://c/", "reject": { "code": 2, "message": "timeout" } }
      ]
      """
    let rules = try OutcallScript(parsing: Array(json.utf8), path: "answers.json").rules
    let headers = [HTTPHeader(name: "x", value: "y")]
    try #require(rules.count == 3)
    #expect(rules.map(\.url) == ["https://a/", "https://b/", "https://c/"])
    #expect(rules.map(\.method) == [nil, "post", nil])
    #expect(
      rules[0].answer
        == .response(HTTPResponse(status: 200, headers: headers, body: Array("hi".utf8))))
    #expect(rules[1].answer == .response(HTTPResponse(status: 404, body: [0, 1])))
  }

  @Test(arguments: [
    ("{}", "a dictionary"), ("[1]", "rule 1"), ("[{ \"status\": 200 }]", "rule 1"),
    ("[{ \"url\": \"a\", \"status\": 200, \"Body\": \"\" }]", "no rule has a \"Body\""),
    ("[{ \"url\": \"a\", \"reject\": { \"code\": 9, \"message\": \"\" } }]", "from 1 to 6"),
    ("[{ \"url\": \"a\", \"status\": 1, \"headers\": [[\"a\"]] }]", "a name and a value"),
    ("[{ \"url\": \"a\", \"status\": 1, \"body_base64\": \"?\" }]", "body_base64"),
    ("[{", "answers.json"),
  ])
  func errorsTellWhatIsWrong(json: String, message: String) throws {
    let error = try #require(throws: OutcallFileError.self) {
      try OutcallScript(parsing: Array(json.utf8), path: "answers.json")
    }
    #expect(error.description.hasPrefix("answers.json: no list of answers to HTTP requests: "))
    #expect(error.description.contains(message))
  }
}
