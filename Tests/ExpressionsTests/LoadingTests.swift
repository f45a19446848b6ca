import AccountingValues
import Expressions
import Testing

/// A condition that must not load, with what is said about it.
struct Refusal: Sendable, CustomTestStringConvertible {
  var json: String
  var messages: [String]
  init(_ json: String, _ messages: String...) {
    self.json = json
    self.messages = messages
  }
  var testDescription: String { json }
}

@Suite("What is wrong with a condition shows when it is loaded")
struct LoadingTests {
  @Test("every mistake is named with its place", arguments: refusals)
  func refused(_ refusal: Refusal) throws {
    var found: [String] = []
    do {
      _ = try Expression(parsing: try JSONText.tree(refusal.json)).compiled(for: Sample.schema)
    } catch let error as ExpressionProblems {
      found = error.problems.map { "\($0.path): \($0.message)" }
    }
    #expect(found == refusal.messages)
  }

  static let refusals: [Refusal] = [
    Refusal(
      "{'==': [{'var': 'knd'}, 'stock']}",
      "==[0].var: unknown field `knd`; there are: kind, amount, discount, date, reversed,"
        + " partner.group, lines, tags"),
    Refusal(
      "{'and': [{'<': [1]}, {'>': [1, 2, 3]}]}",
      "and[0].<: `<` takes 2 or 3 arguments, here are 1",
      "and[1].>: `>` takes 2 arguments, here are 3"),
    Refusal(
      "{'==': [1, 1], '>': [2, 1]}",
      ": a condition has one operator, here are `==`, `>`; join several with `and`"),
    Refusal("{}", ": a condition has one operator, here are none; join several with `and`"),
    Refusal("{'var': 1}", "var: `var` names a field as text"),
    Refusal("{'missing': [1]}", "missing: `missing` lists field names as texts"),
    Refusal(
      "{'missing_some': ['x', ['kind']]}",
      "missing_some: `missing_some` takes a whole number and a list of field names"),
    Refusal(
      "{'map': [{'var': 'kind'}, {'var': ''}]}", "map[0].var: `map` needs a list, this is a text"),
    Refusal(
      "{'some': [{'var': 'lines'}, {'==': [{'var': 'itm'}, 'A']}]}",
      "some[1].==[0].var: unknown field `itm`; there are: item, amount, tax"),
    Refusal(
      "{'reduce': [{'var': 'lines'}, {'var': 'total'}, 0]}",
      "reduce[1].var: unknown field `total`; there are: current, accumulator"),
    Refusal(
      "{'==': [{'var': 'date'}, '31.10.2026']}",
      "==: `==` compares a date with the text \"31.10.2026\", which never holds"),
    Refusal(
      "{'>': [{'var': 'amount'}, 'much']}",
      ">: `>` compares a number with the text \"much\", which never holds"),
    Refusal(
      "{'===': [{'var': 'amount'}, '1']}",
      "===: `===` compares a number with the text \"1\", which never holds"),
    Refusal(
      "{'<': [{'var': 'date'}, 5]}", "<: `<` compares a date with a number, which never holds"),
    Refusal(
      "{'in': [{'var': 'date'}, ['tomorrow']]}", "in: `in` looks for a date but lists \"tomorrow\""),
  ]

  @Test("an unknown operator lists the known ones")
  func unknownOperator() throws {
    do {
      _ = try Expression(parsing: JSONText.tree("{'log': 'x'}"))
      Issue.record("`log` loaded")
    } catch let error as ExpressionProblems {
      #expect(
        error.problems.first?.message.hasPrefix("unknown operator `log`; there are: ==") == true)
    }
  }

  @Test(
    "a condition reads back as people write it",
    arguments: [
      (
        "{'and': [{'==': [{'var': 'kind'}, 'stock']}, {'or': [{'>': [{'var': 'amount'}, 0]}, {'!': {'var': 'reversed'}}]}]}",
        "kind == \"stock\" and (amount > 0 or not reversed)"
      ),
      ("{'<=': [0, {'var': 'amount'}, 10]}", "0 <= amount <= 10"),
      ("{'*': [{'+': [1, 2]}, {'-': [3]}]}", "(1 + 2) * -3"),
      ("{'-': [1, {'-': [2, 3]}]}", "1 - (2 - 3)"),
      ("{'var': ['discount', 0]}", "discount ?? 0"),
      ("{'if': [{'var': 'reversed'}, 'a', 'b']}", "if reversed then \"a\" else \"b\""),
      ("{'in': [{'var': 'kind'}, ['stock', 'kit']]}", "kind in [\"stock\", \"kit\"]"),
      ("{'all': [{'var': 'lines'}, {'>': [{'var': 'amount'}, 0]}]}", "all(lines, amount > 0)"),
      ("{'missing': ['kind', 'date']}", "missing(kind, date)"),
    ])
  func text(_ json: String, _ text: String) throws {
    #expect(try Expression(parsing: JSONText.tree(json)).description == text)
  }

  @Test("the fields a condition reads are known before it runs")
  func fields() throws {
    let tree = try JSONText.tree(
      "{'and': [{'==': [{'var': 'kind'}, 1]}, {'some': [{'var': 'lines'}, {'var': 'item'}]}, {'missing': ['date']}, {'var': ['discount', {'var': 'amount'}]}]}"
    )
    #expect(
      try Expression(parsing: tree).fieldNames == ["kind", "lines", "date", "discount", "amount"])
  }
}
