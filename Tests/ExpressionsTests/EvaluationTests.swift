import AccountingValues
import Expressions
import Testing

@Suite("What conditions yield")
struct EvaluationTests {
  @Test("comparisons follow JSONLogic", arguments: comparisonsTable)
  func comparison(_ sentence: Sentence) throws {
    #expect(try Sample.evaluate(sentence.json) == sentence.result)
  }

  static let comparisonsTable: [Sentence] = [
    Sentence("{'==': [1, 1]}", true), Sentence("{'==': [1, '1']}", true),
    Sentence("{'==': [1, 2]}", false), Sentence("{'==': [0, false]}", true),
    Sentence("{'==': ['', 0]}", true), Sentence("{'==': [null, 0]}", false),
    Sentence("{'==': [null, null]}", true), Sentence("{'===': [1, 1]}", true),
    Sentence("{'===': [null, 0]}", false), Sentence("{'!=': [1, 2]}", true),
    Sentence("{'!=': [1, '1']}", false), Sentence("{'!==': [1, 2]}", true),
    Sentence("{'==': [1.50, '1.5']}", true),
    Sentence("{'>': [2, 1]}", true), Sentence("{'>': [1, 1]}", false),
    Sentence("{'>': ['2', 1]}", true), Sentence("{'>=': [1, 1]}", true),
    Sentence("{'<': [2, 1]}", false), Sentence("{'<': ['1', 2]}", true),
    Sentence("{'<=': [1, 1]}", true), Sentence("{'<': ['10', '9']}", true),
    Sentence("{'<': [1, 2, 3]}", true), Sentence("{'<': [1, 1, 3]}", false),
    Sentence("{'<=': [1, 1, 3]}", true), Sentence("{'<=': [1, 4, 3]}", false),
    // Ours: nothing is neither below nor above a number.
    Sentence("{'<': [{'var': 'discount'}, 1]}", false),
    Sentence("{'>=': [{'var': 'discount'}, 0]}", false),
    Sentence("{'>': [{'var': 'amount'}, '120.49']}", true),
    Sentence("{'==': [{'var': 'date'}, '2026-10-31']}", true),
    Sentence("{'<': ['2026-09-30', {'var': 'date'}, '2026-11-01']}", true),
    Sentence("{'in': [{'var': 'date'}, ['2026-10-30', '2026-10-31']]}", true),
    Sentence("{'in': [{'var': 'amount'}, ['120.50', '7']]}", true),
  ]

  @Test("logic yields the deciding value, not only a truth", arguments: logicTable)
  func logic(_ sentence: Sentence) throws {
    #expect(try Sample.evaluate(sentence.json) == sentence.result)
  }

  static let logicTable: [Sentence] = [
    Sentence("{'and': [true, true]}", true), Sentence("{'and': [true, false]}", false),
    Sentence("{'and': [1, 3]}", "3"), Sentence("{'and': [3, false]}", false),
    Sentence("{'or': [false, true]}", true), Sentence("{'or': [1, 3]}", "1"),
    Sentence("{'or': [false, 'apple']}", .text("apple")),
    Sentence("{'!': [true]}", false), Sentence("{'!': true}", false), Sentence("{'!': 0}", true),
    Sentence("{'!': [[]]}", true), Sentence("{'!!': '0'}", true), Sentence("{'!!': ''}", false),
    Sentence("{'if': []}", .null), Sentence("{'if': ['apple']}", .text("apple")),
    Sentence("{'if': [true, 'apple', 'banana']}", .text("apple")),
    Sentence("{'if': [false, 'apple', 'banana']}", .text("banana")),
    Sentence("{'if': [false, 'apple']}", .null), Sentence("{'?:': [true, 1, 2]}", "1"),
    Sentence("{'if': [false, 'apple', true, 'banana', 'carrot']}", .text("banana")),
    Sentence("{'if': [false, 'apple', false, 'banana', 'carrot']}", .text("carrot")),
    Sentence("{'if': [[], 'apple', 'banana']}", .text("banana")),
    Sentence("{'missing': ['kind', 'discount']}", .list([.text("discount")])),
    Sentence("{'missing': [['kind']]}", .list([])),
    Sentence("{'missing_some': [1, ['kind', 'discount']]}", .list([])),
    Sentence("{'missing_some': [2, ['kind', 'discount']]}", .list([.text("discount")])),
    Sentence("{'var': ['discount', 7]}", "7"), Sentence("{'var': ['kind', 7]}", .text("stock")),
    Sentence("{'var': 'partner.group'}", .text("retail")),
  ]

  @Test("arithmetic is exact", arguments: arithmeticTable)
  func arithmetic(_ sentence: Sentence) throws {
    #expect(try Sample.evaluate(sentence.json) == sentence.result)
  }

  static let arithmeticTable: [Sentence] = [
    Sentence("{'+': [0.1, 0.2]}", "0.3"),
    Sentence("{'+': [2, 2, 2, 2]}", "8"), Sentence("{'+': ['3.14']}", "3.14"),
    Sentence("{'-': [2, 3]}", "-1"), Sentence("{'-': [3]}", "-3"), Sentence("{'-': '-3'}", "3"),
    Sentence("{'*': [2, 3, 4]}", "24"), Sentence("{'*': ['2', 1.05]}", "2.1"),
    Sentence("{'/': [4, 2]}", "2"), Sentence("{'/': [2, 3]}", "0.666666666667"),
    Sentence("{'/': [-1, 3]}", "-0.333333333333"), Sentence("{'/': [1, 8]}", "0.125"),
    Sentence("{'%': [7, 3]}", "1"), Sentence("{'%': [-7, 3]}", "-1"),
    Sentence("{'%': [5.5, 2]}", "1.5"),
    Sentence("{'max': [1, 3, 2]}", "3"), Sentence("{'min': [1, '0.5', 2]}", "0.5"),
    Sentence("{'max': [{'var': 'date'}, {'var': 'date'}]}", .date(Sample.day("2026-10-31"))),
    Sentence("{'-': [{'var': 'amount'}, {'var': ['discount', 0]}]}", "120.5"),
  ]

  @Test("texts are joined, cut and searched", arguments: textsTable)
  func text(_ sentence: Sentence) throws {
    #expect(try Sample.evaluate(sentence.json) == sentence.result)
  }

  static let textsTable: [Sentence] = [
    Sentence("{'cat': ['ice', 'cream']}", .text("icecream")),
    Sentence("{'cat': [1, null, true, 2.50]}", .text("1true2.5")),
    Sentence("{'cat': 'x'}", .text("x")),
    Sentence("{'cat': [{'var': 'date'}, '/', {'var': 'tags'}]}", .text("2026-10-31/urgent,export")),
    Sentence("{'substr': ['jsonlogic', 4]}", .text("logic")),
    Sentence("{'substr': ['jsonlogic', -5]}", .text("logic")),
    Sentence("{'substr': ['jsonlogic', 0, 1]}", .text("j")),
    Sentence("{'substr': ['jsonlogic', -1, 1]}", .text("c")),
    Sentence("{'substr': ['jsonlogic', 4, 5]}", .text("logic")),
    Sentence("{'substr': ['jsonlogic', -5, 5]}", .text("logic")),
    Sentence("{'substr': ['jsonlogic', -5, -2]}", .text("log")),
    Sentence("{'substr': ['jsonlogic', 1, -5]}", .text("son")),
    Sentence("{'in': ['Spring', 'Springfield']}", true),
    Sentence("{'in': ['i', 'team']}", false),
    Sentence("{'in': ['Bart', ['Bart', 'Homer']]}", true),
    Sentence("{'in': ['export', {'var': 'tags'}]}", true),
    Sentence("{'in': ['Milhouse', []]}", false),
  ]

  @Test("lists are mapped, filtered, folded and judged", arguments: listsTable)
  func list(_ sentence: Sentence) throws {
    #expect(try Sample.evaluate(sentence.json) == sentence.result)
  }

  static let listsTable: [Sentence] = [
    Sentence(
      "{'filter': [[1, 2, 3], {'>=': [{'var': ''}, 2]}]}",
      .list([.number(ExactDecimal(2)), .number(ExactDecimal(3))])),
    Sentence(
      "{'map': [[1, 2], {'*': [{'var': ''}, 2]}]}",
      .list([.number(ExactDecimal(2)), .number(ExactDecimal(4))])),
    Sentence(
      "{'reduce': [{'var': 'lines'}, {'+': [{'var': 'current.amount'}, {'var': 'accumulator'}]}, 0]}",
      "120.5"),
    Sentence("{'reduce': [[], {'+': [{'var': 'current'}, {'var': 'accumulator'}]}, 7]}", "7"),
    Sentence("{'all': [{'var': 'lines'}, {'>': [{'var': 'amount'}, 0]}]}", true),
    Sentence("{'all': [{'var': 'lines'}, {'>': [{'var': 'tax'}, 0]}]}", false),
    Sentence("{'all': [[], {'>': [{'var': ''}, 0]}]}", false),
    Sentence("{'none': [[], {'>': [{'var': ''}, 0]}]}", true),
    Sentence("{'none': [{'var': 'lines'}, {'==': [{'var': 'item'}, 'C']}]}", true),
    Sentence("{'none': [{'var': 'lines'}, {'==': [{'var': 'item'}, 'B']}]}", false),
    Sentence("{'some': [{'var': 'lines'}, {'==': [{'var': 'item'}, 'B']}]}", true),
    Sentence("{'some': [{'var': 'lines'}, {'missing': ['tax']}]}", true),
    Sentence("{'some': [[], {'>': [{'var': ''}, 0]}]}", false),
    Sentence(
      "{'merge': [[1], 2, [3]]}",
      .list([1, 2, 3].map { .number(ExactDecimal($0)) })),
  ]

  @Test("arithmetic on nothing, words and zero is an error that says so")
  func errors() throws {
    #expect(throws: EvaluationError.notANumber(operation: "+", value: "null")) {
      try Sample.evaluate("{'+': [{'var': 'discount'}, 1]}")
    }
    #expect(throws: EvaluationError.notANumber(operation: "*", value: "\"stock\"")) {
      try Sample.evaluate("{'*': [{'var': 'kind'}, 1]}")
    }
    #expect(throws: EvaluationError.notANumber(operation: "max", value: "true")) {
      try Sample.evaluate("{'max': [1, true]}")
    }
    #expect(throws: EvaluationError.arithmetic(operation: "/", .divisionByZero)) {
      try Sample.evaluate("{'/': [1, 0]}")
    }
    #expect(throws: EvaluationError.arithmetic(operation: "%", .divisionByZero)) {
      try Sample.evaluate("{'%': [1, 0]}")
    }
    #expect(throws: EvaluationError.arithmetic(operation: "*", .outOfRange)) {
      try Sample.evaluate(
        "{'*': [99999999999999999999999999999999999, 99999999999999999999999999999999999]}")
    }
  }

  @Test("the second branch of a decided condition is not computed")
  func shortCircuit() throws {
    #expect(try Sample.evaluate("{'or': [true, {'/': [1, 0]}]}") == .boolean(true))
    #expect(try Sample.evaluate("{'and': [false, {'/': [1, 0]}]}") == .boolean(false))
    #expect(
      try Sample.evaluate("{'if': [true, 1, {'/': [1, 0]}]}") == .number(ExactDecimal(1)))
  }
}
