import Definitions
import Testing

/// A broken `jobs/nightclose.yaml` with what is said about it, without the file's name.
struct BrokenFile: Sendable, CustomTestStringConvertible {
  var name: String
  var text: String
  var messages: [String]
  init(_ name: String, _ text: String, _ messages: String...) {
    self.name = name
    self.text = text
    self.messages = messages
  }
  var testDescription: String { name }
}

@Suite("YAML files are read strictly")
struct StrictYAMLTests {
  @Test("a file that means something else than it says is refused with its place", arguments: files)
  func refused(_ file: BrokenFile) {
    let found = Trees.problems(["jobs/nightclose.yaml": file.text])
      .filter { $0.hasPrefix("jobs/nightclose.yaml") }
      .map { String($0.dropFirst("jobs/nightclose.yaml:".count)) }
    #expect(found == file.messages)
  }

  static let connections = "connections: {erp: {service: erp}}\n"

  static let files: [BrokenFile] = [
    BrokenFile(
      "unknown key", "version: 1\nstat: /x\n\(connections)",
      "2:1: unknown key `stat` in the installation; there are: version, warehouse, connections,"
        + " output, state, retention, notification, metrics"),
    BrokenFile(
      "duplicate keys at two places",
      "version: 1\nstate: /a\nstate: /b\noutput: /o\n"
        + "connections:\n  erp: {service: erp}\n  \"erp\": {service: erp2}\n",
      "3:1: duplicate key `state`, first written in line 2",
      "7:3: duplicate key `erp`, first written in line 6"),
    BrokenFile(
      "three times the same key", "version: 1\nstate: /a\nstate: /b\nstate: /c\n\(connections)",
      "3:1: duplicate key `state`, first written in line 2",
      "4:1: duplicate key `state`, first written in line 2"),
    BrokenFile(
      "anchor and alias", "version: 1\nstate: &here /a\noutput: *here\n\(connections)",
      "2:8: anchors and aliases are not allowed: write the value where it is used"),
    BrokenFile(
      "alias without anchor", "version: 1\noutput: *here\n\(connections)",
      "2:9: anchors and aliases are not allowed: write the value where it is used"),
    BrokenFile(
      "tag", "version: 1\nstate: !!str 5\n\(connections)",
      "2:8: `state` is a text: quote it as \"5\"",
      "2:8: tags such as `!!str` are not allowed: quote a text instead"),
    BrokenFile(
      "two documents", "version: 1\n\(connections)---\nversion: 1\n",
      "3:1: a file holds one document: remove this `---`"),
    BrokenFile("empty file", "# nothing\n", " the file is empty"),
    BrokenFile(
      "syntax error", "version: 1\nstate: [a\n",
      "3:1: not valid YAML: while parsing a flow sequence, did not find expected ',' or ']'"),
    BrokenFile(
      "implicit truth values",
      "version: 1\nwarehouse: {service: w, row_security: off}\nstate: No\n"
        + connections,
      "2:39: `off` is a truth value to some YAML readers: write true or false, or quote it",
      "2:39: `row_security` is true or false, here is `off`",
      "3:8: `No` is a truth value to some YAML readers: write true or false, or quote it"),
    BrokenFile(
      "numbers that readers disagree about",
      "version: 1\nretention: {log_days: 030, superseded_run_days: 1_000}\nstate: 12:30\n"
        + "output: 0x10\nmetrics: 1e3\n\(connections)",
      "2:23: `030` is an octal number to YAML: quote a code, drop the zeros of a number",
      "2:49: `1_000`: numbers are written without underscores, texts are quoted",
      "2:49: `superseded_run_days` is a whole number, here is `1_000`",
      "3:8: `12:30` is a base-60 number to some YAML readers: quote it",
      "4:9: `0x10`: numbers are written in decimal, texts are quoted",
      "5:10: `1e3` is a floating-point number to YAML: write its digits, or quote a code"),
    BrokenFile(
      "a number where a text belongs", "version: 1\nstate: 5\n\(connections)",
      "2:8: `state` is a text: quote it as \"5\""),
    BrokenFile(
      "wrong types", "version: one\nretention: 14\nnotification: {command: mail}\n\(connections)",
      "1:10: `version` is a whole number, here is `one`",
      "2:12: `retention` is a mapping, here is `14`",
      "3:16: `command` is a list: a program and its arguments",
      "3:25: `command` is a list, here is `mail`"),
    BrokenFile(
      "out of range and not among the choices",
      "version: 2\nretention: {log_days: 0}\nwarehouse: {service: w, sslmode: full}\n\(connections)",
      "1:10: `version` is 2; possible is 1 … 1",
      "2:23: `log_days` is 0; possible is 1 … 3650",
      "3:34: `sslmode` is one of disable, allow, prefer, require, verify-ca, verify-full;"
        + " not `full`"),
    BrokenFile(
      "server named twice or not at all",
      "version: 1\nwarehouse: {service: w, embedded: true}\nconnections:\n  erp: {sslmode: require}\n",
      "2:12: `warehouse` has exactly one of `uri`, `service`, `embedded: true`",
      "4:8: connection `erp` has exactly one of `uri`, `service`, `embedded: true`"),
    BrokenFile(
      "passwords",
      "version: 1\nconnections:\n  erp: {uri: \"postgresql://u:secret@h/d\"}\n"
        + "warehouse: {uri: \"postgresql://h/d?user=u&password=x\"}\n",
      "3:14: a `uri` holds no password: use a passfile (~/.pgpass) or `password_command`",
      "4:18: a `uri` holds no password: use a passfile (~/.pgpass) or `password_command`"),
    BrokenFile(
      "not a connection URI", "version: 1\nconnections:\n  erp: {uri: \"host=h dbname=d\"}\n",
      "3:14: `uri` starts with postgresql://"),
    BrokenFile(
      "missing key", connections, "1:1: `version` is missing in the installation"),
    BrokenFile(
      "key that is no text", "version: 1\n5: x\n? [a]\n: y\n\(connections)",
      "2:1: `5` as a key is quoted: \"5\"",
      "2:1: unknown key `5` in the installation; there are: version, warehouse, connections,"
        + " output, state, retention, notification, metrics",
      "3:3: a key is a text"),
  ]

  @Test("byte-order mark, CRLF and comments are harmless")
  func harmless() {
    let text = "\u{FEFF}# comment\r\nversion: 1\r\nconnections: {erp: {service: erp}}\r\n"
    #expect(Trees.problems(["jobs/nightclose.yaml": text]) == [])
  }
}
