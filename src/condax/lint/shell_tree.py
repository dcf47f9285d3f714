"""From tree-sitter's syntax tree of a script to its `ShellScript`."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from condax.lint.shell import (
    VARIABLE,
    Assignment,
    Command,
    Guard,
    ShellScript,
    Word,
    unquoted,
    without_runners,
)
from condax.lint.shell_bodies import has_empty_body, misreads_a_text, verbatim_nodes
from condax.lint.shell_source import shell_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from condax.lint.shell_source import ShellSource


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scope:
    """Where the walk is: what surrounds the node in hand."""

    guards: tuple[Guard, ...] = ()
    function: str | None = None
    is_substitution: bool = False
    statement: Node | None = None

    def under(self, guard: Guard, *, holds: bool) -> _Scope:
        return replace(self, guards=(*self.guards, replace(guard, holds=holds)))


@functools.lru_cache(maxsize=512)
def parse_shell(text: str) -> ShellScript:
    """What the script `text` does; never fails: what cannot be parsed is left out.

    Lines may end as those of Windows do: no word, and no mark that ends a text, has the `\r`.
    """
    source = shell_source(text)
    root = source.root
    walk = _Walk(source)
    walk.visit(root, _Scope())
    walk.commands.sort(key=lambda command: command.start)
    return ShellScript(
        commands=tuple(walk.commands),
        assignments=tuple(walk.assignments),
        functions=tuple(walk.functions),
        variables=frozenset(VARIABLE.findall(text)),
        verbatim=tuple(
            (source.offset(each.start_byte), source.offset(each.end_byte))
            for each in verbatim_nodes(root)
        ),
        is_broken=root.has_error or has_empty_body(root) or misreads_a_text(root, source.data),
    )


class _Walk:
    """Collects what `ShellScript` holds from the syntax tree of one script."""

    def __init__(self, source: ShellSource) -> None:
        self.data = source.data
        self.text = source.text_of
        self.offset = source.offset
        self.commands: list[Command] = []
        self.assignments: list[Assignment] = []
        self.functions: list[str] = []
        self.visitors: dict[str, Callable[[Node, _Scope], None]] = {
            "if_statement": self.visit_if,
            "list": self.visit_list,
            "while_statement": self.visit_while,
            "case_statement": self.visit_case,
            "function_definition": self.visit_function,
            "command": self.visit_command,
            "unset_command": self.visit_unset,
            "variable_assignment": self.visit_assignment,
            "command_substitution": self.visit_substitution,
            "process_substitution": self.visit_substitution,
        }

    def visit(self, node: Node, scope: _Scope) -> None:
        visitor = self.visitors.get(node.type)
        if visitor is not None:
            visitor(node, scope)
            return
        is_statement = node.type in STATEMENTS and scope.statement is None
        inner = replace(scope, statement=node) if is_statement else scope
        for child in node.named_children:
            self.visit(child, inner)

    def visit_block(self, nodes: list[Node], scope: _Scope) -> None:
        for node in nodes:
            self.visit(node, replace(scope, statement=None))

    def visit_if(self, node: Node, scope: _Scope) -> None:
        """`if A; then …; elif B; then …; else …; fi`: the last part has neither A nor B."""
        scope = self.visit_branch(node, scope)
        for child in node.named_children:
            if child.type == "elif_clause":
                scope = self.visit_branch(child, scope)
            elif child.type == "else_clause":
                self.visit_block(child.named_children, scope)

    def visit_branch(self, node: Node, scope: _Scope) -> _Scope:
        """One condition and its body; returns the scope of the branches that follow."""
        then = next((child.id for child in node.children if child.type == "then"), None)
        ids = [child.id for child in node.children]
        edge = ids.index(then) if then in ids else len(ids)
        conditions = [child for child in node.children[:edge] if child.is_named]
        for condition in conditions:
            self.visit(condition, replace(scope, is_substitution=True))
        text = " ".join(self.text(each) for each in conditions)
        guard = Guard(condition=text, holds=True, start=self.offset(node.start_byte))
        body = [
            child
            for child in node.children[edge:]
            if child.is_named and child.type not in {"elif_clause", "else_clause"}
        ]
        self.visit_block(body, scope.under(guard, holds=True))
        return scope.under(guard, holds=False)

    def visit_while(self, node: Node, scope: _Scope) -> None:
        conditions = {each.id for each in node.children_by_field_name("condition")}
        for child in node.named_children:
            deciding = child.id in conditions
            inner = replace(scope, is_substitution=True) if deciding else scope
            self.visit(child, inner if deciding else replace(inner, statement=None))

    def visit_list(self, node: Node, scope: _Scope) -> None:
        """`A && B`: B runs where A held; `A || B`: where it did not."""
        scope = replace(scope, statement=scope.statement or node)
        left, right = node.named_children[0], node.named_children[-1]
        self.visit(left, scope)
        if left.id == right.id:
            return
        operator = next((c.type for c in node.children if not c.is_named), "&&")
        inner = self.guards_of(left, scope) if operator == "&&" else scope
        self.visit(right, inner.under(self.step(left), holds=operator == "&&"))

    def guards_of(self, left: Node, scope: _Scope) -> _Scope:
        """`A && B && C`: C runs where A and B held."""
        if left.type != "list" or all(c.type != "&&" for c in left.children):
            return scope
        first = left.named_children[0]
        inner = self.guards_of(first, scope)
        return inner.under(self.step(first), holds=True)

    def step(self, node: Node) -> Guard:
        """The command right before `&&` or `||`: in `A && B || C` that before C is B."""
        while node.type == "list":
            node = node.named_children[-1]
        start = self.offset(node.start_byte)
        return Guard(condition=self.text(node), holds=True, start=start, decides=False)

    def visit_case(self, node: Node, scope: _Scope) -> None:
        value = node.child_by_field_name("value")
        head = self.text(value) if value is not None else ""
        if value is not None:
            self.visit(value, replace(scope, is_substitution=True))
        for item in node.named_children:
            if item.type != "case_item":
                continue
            values = item.children_by_field_name("value")
            pattern = "|".join(self.text(each) for each in values)
            start = self.offset(item.start_byte)
            guard = Guard(condition=pattern, holds=True, start=start, value=head)
            known = {each.id for each in values}
            body = [child for child in item.named_children if child.id not in known]
            self.visit_block(body, scope.under(guard, holds=True))
            scope = scope.under(guard, holds=False)

    def visit_function(self, node: Node, scope: _Scope) -> None:
        name = node.child_by_field_name("name")
        body = node.child_by_field_name("body")
        if name is None or body is None:
            return
        self.functions.append(self.text(name))
        self.visit_block([body], replace(scope, function=self.text(name)))

    def visit_substitution(self, node: Node, scope: _Scope) -> None:
        inner = replace(scope, is_substitution=True)
        for child in node.named_children:
            self.visit(child, inner)

    def visit_assignment(self, node: Node, scope: _Scope) -> None:
        parent = node.parent
        exported = (
            parent is not None
            and parent.type == "declaration_command"
            and self.text(parent).startswith("export")
        )
        self.assignments.append(self.assignment(node, scope, exported=exported))
        for child in node.named_children:
            self.visit(child, scope)

    def assignment(self, node: Node, scope: _Scope, *, exported: bool = False) -> Assignment:
        name, _, value = self.text(node).partition("=")
        return Assignment(
            name=name.rstrip("+"),
            appends=name.endswith("+"),
            value=unquoted(value),
            start=self.offset(node.start_byte),
            end=self.offset(node.end_byte),
            guards=scope.guards,
            exported=exported,
        )

    def visit_command(self, node: Node, scope: _Scope) -> None:
        statement = scope.statement or node
        parts = [each for each in node.named_children if "redirect" not in each.type]
        before = tuple(
            self.assignment(each, scope) for each in parts if each.type == "variable_assignment"
        )
        words = self.words([each for each in parts if each.type != "variable_assignment"])
        more, words = without_runners(words, scope.guards)
        if words or before:
            self.add_command(node, words, scope, (*before, *more))
        for child in node.named_children:
            self.visit_inside(child, replace(scope, statement=statement))

    def visit_unset(self, node: Node, scope: _Scope) -> None:
        """`unset NAME …` has a kind of its own in the grammar, and is a command all the same."""
        words = self.words(node.children)
        self.add_command(node, words, scope)

    def add_command(
        self,
        node: Node,
        words: list[Word],
        scope: _Scope,
        assignments: tuple[Assignment, ...] = (),
    ) -> None:
        statement = scope.statement or node
        last = [each for each in node.named_children if "redirect" not in each.type][-1:]
        self.commands.append(
            Command(
                words=tuple(words),
                assignments=assignments,
                guards=scope.guards,
                start=self.offset(node.start_byte),
                end=self.offset((last or [node])[0].end_byte),
                line_start=self.offset(statement.start_byte),
                line_end=self.offset(statement.end_byte),
                function=scope.function,
                is_substitution=scope.is_substitution,
            )
        )

    def visit_inside(self, node: Node, scope: _Scope) -> None:
        """Substitutions in the words of a command; its own assignments are with it already."""
        if node.type in {"command_substitution", "process_substitution"}:
            self.visit_substitution(node, scope)
            return
        for child in node.named_children:
            self.visit_inside(child, scope)

    def words(self, nodes: list[Node]) -> list[Word]:
        """One word each, but those that only a continued line parts, which the grammar does."""
        groups: list[list[Node]] = []
        for node in nodes:
            if groups and self.data[groups[-1][-1].end_byte : node.start_byte] == b"\\\n":
                groups[-1].append(node)
            else:
                groups.append([node])
        return [self.word(each[0], each[-1]) for each in groups]

    def word(self, first: Node, last: Node) -> Word:
        text = self.data[first.start_byte : last.end_byte].decode("utf-8", "replace")
        return Word(
            text=text,
            value=unquoted(text),
            start=self.offset(first.start_byte),
            end=self.offset(last.end_byte),
        )


STATEMENTS = frozenset({"pipeline", "redirected_statement", "negated_command"})
"""What holds a command together with others or with its redirections."""
