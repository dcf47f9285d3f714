"""The expression language of recipes: a parser by recursive descent.

    choice     = or ["if" or ["else" choice]]
    or         = and {"or" and}
    and        = not {"and" not}
    not        = "not" not | comparison
    comparison = sum {("==" | "!=" | "<" | "<=" | ">" | ">=" | ["not"] "in") sum}
    sum        = concat {("+" | "-") concat}
    concat     = product {"~" product}
    product    = power {("*" | "/" | "//" | "%") power}
    power      = unary {"**" unary}
    unary      = {"-" | "+"} postfix {"|" filter | "is" ["not"] test}
    postfix    = primary {"." name | "[" index "]" | arguments}

It covers what v1's `${{ … }}` and `if:` and v0's selectors are written in.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from condax.recipe.syntax import (
    Attribute,
    Binary,
    Call,
    Choice,
    Comparison,
    DictOf,
    ExpressionError,
    Filter,
    ListOf,
    Literal,
    Name,
    Node,
    Slice,
    Subscript,
    Test,
    Unary,
)
from condax.recipe.tokens import to_number, tokenize, unquote

if TYPE_CHECKING:
    from condax.recipe.tokens import Token

MAX_DEPTH = 40
"""How deep brackets and choices may nest: a parser that descends must end somewhere."""

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
CONSTANTS = {"true": True, "True": True, "false": False, "False": False, "none": None, "None": None}
RESERVED = frozenset({"and", "or", "not", "in", "is", "if", "else"})


@lru_cache(maxsize=4096)
def parse_expression(text: str) -> Node:
    """The tree of an expression without braces; the same text gives the same tree.

    Raises `ExpressionError` with the offset in `text` for anything that is no expression.
    """
    parser = _Parser(tokenize(text))
    node = parser.choice()
    if parser.token.kind != "end":
        raise parser.unexpected()
    return node


class _Parser:
    """Position in a list of tokens, and one method for every rule of the grammar."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.index = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def unexpected(self) -> ExpressionError:
        token = self.token
        if token.kind == "end":
            return ExpressionError("the expression ends too early", token.offset)
        return ExpressionError(f"unexpected {token.text!r}", token.offset, len(token.text))

    def take(self, *texts: str) -> str | None:
        """The next token's text if it is one of `texts`, which is then behind us."""
        token = self.token
        if token.kind in {"operator", "name"} and token.text in texts:
            self.index += 1
            return token.text
        return None

    def expect(self, text: str) -> None:
        if self.take(text) is None:
            raise self.unexpected()

    def identifier(self) -> Token:
        token = self.token
        if token.kind != "name":
            raise self.unexpected()
        self.index += 1
        return token

    def choice(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError("the expression nests too deeply", self.token.offset)
        node = self.disjunction()
        if self.take("if"):
            condition = self.disjunction()
            otherwise = self.choice() if self.take("else") else None
            node = Choice(condition, node, otherwise)
        self.depth -= 1
        return node

    def disjunction(self) -> Node:
        node = self.conjunction()
        while self.take("or"):
            node = Binary("or", node, self.conjunction())
        return node

    def conjunction(self) -> Node:
        node = self.negation()
        while self.take("and"):
            node = Binary("and", node, self.negation())
        return node

    def negation(self) -> Node:
        count = 0
        while self.take("not"):
            count += 1
        node = self.comparison()
        for _ in range(min(count, 2 - count % 2)):
            node = Unary("not", node)
        return node

    def comparison(self) -> Node:
        first = self.sum()
        rest = []
        while operator := self._comparison_operator():
            rest.append((operator, self.sum()))
        return Comparison(first, tuple(rest)) if rest else first

    def _comparison_operator(self) -> str | None:
        operator = self.take(*COMPARISONS, "in")
        if operator is None and self.token.text == "not" and self.token.kind == "name":
            self.index += 1
            self.expect("in")
            return "not in"
        return operator

    def sum(self) -> Node:
        node = self.concat()
        while operator := self.take("+", "-"):
            node = Binary(operator, node, self.concat())
        return node

    def concat(self) -> Node:
        node = self.product()
        while self.take("~"):
            node = Binary("~", node, self.product())
        return node

    def product(self) -> Node:
        node = self.power()
        while operator := self.take("*", "/", "//", "%"):
            node = Binary(operator, node, self.power())
        return node

    def power(self) -> Node:
        node = self.unary()
        while self.take("**"):
            node = Binary("**", node, self.unary())
        return node

    def unary(self) -> Node:
        signs = []
        while sign := self.take("-", "+"):
            signs.append(sign)
        node = self.postfix()
        if signs:
            node = Unary("-" if signs.count("-") % 2 else "+", node)
        while True:
            if self.take("|"):
                name = self.identifier()
                arguments = self.arguments() if self.take("(") else ((), ())
                node = Filter(node, name.text, *arguments, name.offset)
            elif self.take("is"):
                node = self.test(node)
            else:
                return node

    def postfix(self) -> Node:
        node = self.primary()
        while True:
            if self.take("."):
                node = Attribute(node, self.identifier().text)
            elif self.take("["):
                node = self.subscript(node)
            elif self.take("("):
                node = Call(node, *self.arguments())
            else:
                return node

    def test(self, node: Node) -> Node:
        negated = self.take("not")
        name = self.identifier()
        arguments: tuple[Node, ...] = ()
        if self.take("("):
            arguments, _ = self.arguments()
        test = Test(node, name.text, arguments, name.offset)
        return Unary("not", test) if negated else test

    def subscript(self, value: Node) -> Node:
        parts: list[Node | None] = [None]
        while self.take("]") is None:
            if self.take(":"):
                parts.append(None)
            elif parts[-1] is None:
                parts[-1] = self.choice()
            else:
                raise self.unexpected()
        if len(parts) == 1 and parts[0] is not None:
            return Subscript(value, parts[0])
        if len(parts) not in {2, 3}:
            raise self.unexpected()
        start, stop, step = (*parts, None)[:3]
        return Slice(value, start, stop, step)

    def arguments(self) -> tuple[tuple[Node, ...], tuple[tuple[str, Node], ...]]:
        """What stands before `)`: values, then `name=value`."""
        values, keywords = [], []
        while self.take(")") is None:
            following = self.tokens[min(self.index + 1, len(self.tokens) - 1)]
            if self.token.kind == "name" and following.text == "=":
                name = self.identifier().text
                self.expect("=")
                keywords.append((name, self.choice()))
            else:
                values.append(self.choice())
            if self.take(",") is None and self.token.text != ")":
                raise self.unexpected()
        return tuple(values), tuple(keywords)

    def primary(self) -> Node:
        token = self.token
        self.index += token.kind != "end"
        if token.kind == "string":
            return Literal(unquote(token.text) + self._more_strings())
        if token.kind == "number":
            return Literal(to_number(token))
        if token.kind == "name" and token.text not in RESERVED:
            if token.text in CONSTANTS:
                return Literal(CONSTANTS[token.text])
            return Name(token.text, token.offset)
        return self.bracketed(token)

    def _more_strings(self) -> str:
        text = ""
        while self.token.kind == "string":
            text += unquote(self.token.text)
            self.index += 1
        return text

    def bracketed(self, token: Token) -> Node:
        if token.text == "(":
            items, comma = self.items(")")
            return items[0] if len(items) == 1 and not comma else ListOf(items)
        if token.text == "[":
            return ListOf(self.items("]")[0])
        if token.text == "{":
            return self.mapping()
        self.index -= token.kind != "end"
        raise self.unexpected()

    def items(self, closing: str) -> tuple[tuple[Node, ...], bool]:
        """Values up to `closing`, and whether a comma stood behind the last."""
        values, comma = [], False
        while self.take(closing) is None:
            values.append(self.choice())
            comma = self.take(",") is not None
            if not comma and self.token.text != closing:
                raise self.unexpected()
        return tuple(values), comma

    def mapping(self) -> Node:
        pairs = []
        while self.take("}") is None:
            key = self.choice()
            self.expect(":")
            pairs.append((key, self.choice()))
            if self.take(",") is None and self.token.text != "}":
                raise self.unexpected()
        return DictOf(tuple(pairs))
