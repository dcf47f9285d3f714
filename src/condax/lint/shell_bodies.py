"""What a script's syntax tree says of its lines: which cannot move, and which bodies are empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

VERBATIM = frozenset({"string", "raw_string", "ansi_c_string", "expansion", "heredoc_redirect"})
BODIES = frozenset({"compound_statement", "do_group", "else_clause", "subshell"})


def verbatim_nodes(node: Node) -> Iterator[Node]:
    """Strings and here-documents of several lines: what a line begins with is part of them."""
    if node.start_point.row == node.end_point.row:
        return
    if node.type in VERBATIM:
        yield node
        return
    for child in node.named_children:
        yield from verbatim_nodes(child)


def has_empty_body(node: Node) -> bool:
    """Whether a function, a loop or a branch holds no command, which only the grammar allows."""
    if node.type in BODIES and all(each.type == "comment" for each in node.named_children):
        return True
    if node.type in {"if_statement", "elif_clause"} and _is_branch_empty(node):
        return True
    return any(has_empty_body(child) for child in node.named_children)


def misreads_a_text(node: Node, data: bytes) -> bool:
    """Whether a here-document ends elsewhere: the grammar allows blanks before its mark."""
    if node.type == "heredoc_redirect":
        tabs = b"\t" if any(child.type == "<<-" for child in node.children) else b""
        marks = [child for child in node.named_children if child.type == "heredoc_end"]
        if not all(_line_of(each, data).lstrip(tabs) == each.text for each in marks):
            return True
    return any(misreads_a_text(child, data) for child in node.named_children)


def _line_of(node: Node, data: bytes) -> bytes:
    start = node.start_byte - node.start_point.column
    return data[start:].split(b"\n", 1)[0]


def _is_branch_empty(node: Node) -> bool:
    kinds = [child.type for child in node.children]
    body = node.children[kinds.index("then") + 1 :] if "then" in kinds else node.children
    ends = {"comment", "elif_clause", "else_clause", "fi"}
    return all(child.type in ends or not child.is_named for child in body)
