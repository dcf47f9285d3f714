"""Where a command stands in its script: what a fix around it has to know, asked for one command.

A list is `a && b || c`; a unit is what stands between its operators, or alone: a command with its
pipeline, its redirections and the `!` before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.lint.shell_source import shell_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from condax.lint.shell import Assignment, Command
    from condax.lint.shell_source import ShellSource

GROUPED = frozenset({"pipeline", "negated_command", "redirected_statement"})
LOOP = "while_statement"
FOR = frozenset({"for_statement", "c_style_for_statement"})
CONDITIONAL = frozenset({"if_statement", "elif_clause", LOOP})
BODIES = frozenset(
    {
        "program",
        "if_statement",
        "elif_clause",
        "else_clause",
        "do_group",
        "case_item",
        "compound_statement",
        "subshell",
    }
)
"""What holds whole statements."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CommandPlace:
    """One command's surroundings; offsets count characters of the script."""

    start: int
    """Where its unit begins."""
    end: int
    is_negated: bool
    """`!` stands before the unit."""
    in_list: bool
    decides: str | None
    """`if`, `elif`, `while` or `until`, in whose condition it stands."""
    is_condition: bool
    """That condition ends with the unit, or with the list that it is in, and not with a group."""
    is_misread: bool
    """The grammar has a list within a pipeline, where the shell has it the other way round."""
    redirections: tuple[str, ...]
    """As written, its own and those of the groups and functions around it, e.g. `> log`."""


def place_of(text: str, command: Command) -> CommandPlace:
    """The surroundings of one of the script's commands."""
    source = shell_source(text)
    return _place(source, _node(source, command))


def loop_around(text: str, command: Command) -> CommandPlace:
    """The surroundings of the outermost loop in whose condition a command stands."""
    source = shell_source(text)
    *_, loop = (each for each in _deciding(_node(source, command)) if each.type == LOOP)
    return _place(source, loop)


def loop_of(text: str, command: Command) -> CommandPlace | None:
    """The surroundings of a `for` that does nothing but a command, and may stop if that fails."""
    source = shell_source(text)
    unit = _unit(_node(source, command))
    whole = unit.parent if _is_or_stops(unit, source) and unit.parent is not None else unit
    body = whole.parent
    if body is None or body.type != "do_group" or len(body.named_children) > 1:
        return None
    loop = body.parent
    return _place(source, loop) if loop is not None and loop.type in FOR else None


def _is_or_stops(unit: Node, source: ShellSource) -> bool:
    """Whether a unit begins the list `unit || exit`."""
    above = unit.parent
    if above is None or above.type != "list" or above.named_children[0].id != unit.id:
        return False
    operator, other = above.children[1].type, source.text_of(above.named_children[-1])
    return operator == "||" and other.split()[:1] in (["break"], ["exit"], ["return"])


def _node(source: ShellSource, command: Command) -> Node:
    start, end = source.byte(command.start), source.byte(command.end)
    node = source.root.descendant_for_byte_range(start, end)
    while node is not None and node.type != "command":
        node = node.parent
    assert node is not None
    return node


def _place(source: ShellSource, node: Node) -> CommandPlace:
    unit = _unit(node)
    above = list(_lists(unit))
    whole = above[-1] if above else unit
    return CommandPlace(
        start=source.offset(unit.start_byte),
        end=source.offset(_end(unit, above)),
        is_negated=any(each.type == "negated_command" for each in _between(node, unit)),
        in_list=bool(above),
        decides=next((each.children[0].type for each in _deciding(node)), None),
        is_condition=any(_is_last(each, whole) for each in _deciding(node)),
        is_misread=bool(above) and whole.parent is not None and whole.parent.type in GROUPED,
        redirections=tuple(
            source.text_of(child)
            for each in (node, *_ancestors(node))
            for child in each.named_children
            if child.type == "file_redirect"
        ),
    )


def is_statement(text: str, assignment: Assignment) -> bool:
    """Whether an assignment, with its `export`, is all of a statement that decides nothing."""
    source = shell_source(text)
    start, end = source.byte(assignment.start), source.byte(assignment.end)
    node = source.root.descendant_for_byte_range(start, end)
    while node is not None and node.type != "variable_assignment":
        node = node.parent
    if node is None or node.parent is None:
        return False
    if node.parent.type == "declaration_command" and len(node.parent.named_children) == 1:
        node = node.parent
    within = node.parent
    return within is not None and within.type in BODIES and not any(_deciding(node))


def _ancestors(node: Node) -> Iterator[Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _between(node: Node, outer: Node) -> Iterator[Node]:
    """A node and those around it, up to one of them."""
    yield node
    while node.id != outer.id and node.parent is not None:
        node = node.parent
        yield node


def _unit(node: Node) -> Node:
    parent = node.parent
    while parent is not None and parent.type in GROUPED and not _has_text(parent):
        node, parent = parent, parent.parent
    return node


def _has_text(node: Node) -> bool:
    """Whether a here-document follows, whose lines come after that of the statement."""
    return any(each.type == "heredoc_redirect" for each in node.named_children)


def _lists(unit: Node) -> Iterator[Node]:
    """The lists around a unit, and the redirections that the grammar puts around a list."""
    node = unit.parent
    while node is not None and (
        node.type == "list"
        or (node.type == "redirected_statement" and node.named_children[0].type == "list")
    ):
        yield node
        node = node.parent


def _end(unit: Node, above: list[Node]) -> int:
    """Behind the redirections of a unit, which the grammar takes for those of its list."""
    node = unit
    for each in above:
        if each.type == "redirected_statement":
            return unit.end_byte if _has_text(each) else each.end_byte
        if each.named_children[-1].id != node.id:
            break
        node = each
    return unit.end_byte


def _deciding(node: Node) -> Iterator[Node]:
    """The statements in whose conditions a node stands."""
    for each in _ancestors(node):
        if each.type in CONDITIONAL and _is_in_condition(each, node):
            yield each


def _is_last(statement: Node, node: Node) -> bool:
    """Whether the condition of a statement ends with a node."""
    marks = [each.type for each in statement.children]
    edge = next((i for i, kind in enumerate(marks) if kind in {"then", "do_group"}), len(marks))
    conditions = [each for each in statement.children[:edge] if each.is_named]
    return conditions[-1:] != [] and conditions[-1].id == node.id


def _is_in_condition(statement: Node, node: Node) -> bool:
    body = next((each for each in statement.children if each.type in {"then", "do_group"}), None)
    return body is not None and node.end_byte <= body.start_byte
