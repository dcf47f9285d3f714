"""In which folder each command of a script runs, as far as `cd`, `pushd` and `popd` say it.

A folder is a path below the source, which is `.` itself, or one that begins with `/` or with a
variable. Variables stand for themselves: `tcl${PKG_VERSION}/unix` is a folder. It is `None` where
nothing can be told: after `cd` in only one branch of an `if`, in functions, after `cd $(…)`, and
beside the source.
"""

from __future__ import annotations

import functools
import posixpath
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from condax.lint.shell import unquoted
from condax.lint.shell_source import shell_source
from condax.lint.shell_test import is_test

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tree_sitter import Node

    from condax.lint.shell_source import ShellSource

SOURCE = "."
HERE = re.compile(r"\$(?:PWD\b|\{PWD\}|\(pwd\))")
ROOT = re.compile(r"\$(?:SRC_DIR\b|\{SRC_DIR\})")
NOT_TOLD = re.compile(r"[`*?~]|\$\(|\{[^}]*,")
APART = frozenset({"subshell", "command_substitution", "process_substitution", "pipeline"})
"""What runs in a shell of its own, which the script's goes on from."""
LOOPS = frozenset({"for_statement", "c_style_for_statement", "while_statement"})
BRANCHED = frozenset({"if_statement", "case_statement"})
MOVES = frozenset({"cd", "pushd", "popd"})

Folder = str | None


def within(folder: Folder, path: str) -> Folder:
    """The folder that a path means to a command that runs in `folder`."""
    if NOT_TOLD.search(HERE.sub("", path)):
        return None
    if HERE.match(path):
        path = HERE.sub(SOURCE, path, count=1)
    elif ROOT.match(path):
        folder, path = SOURCE, ROOT.sub(SOURCE, path, count=1)
    elif path.startswith(("/", "$")):
        return posixpath.normpath(path)
    told = ".." if folder is None else posixpath.normpath(posixpath.join(folder, path))
    return None if told.startswith("..") else told


def is_below(inner: str, outer: str) -> bool:
    """Whether a folder is another one or below it."""
    if outer == SOURCE:
        return not inner.startswith("/")
    return inner == outer or inner.startswith(f"{outer}/")


@dataclass(frozen=True, kw_only=True, slots=True)
class _At:
    """Where a shell is, and where it comes back to."""

    stack: tuple[Folder, ...] = (SOURCE,)
    previous: Folder = field(default=None, compare=False)

    @property
    def folder(self) -> Folder:
        return self.stack[-1]

    def moved(self, folder: Folder) -> _At:
        return replace(self, stack=(*self.stack[:-1], folder), previous=self.folder)


LOST = _At(stack=(None,))


# As many as `parse_shell` keeps: corrections are looked at once more, folder by folder.
@functools.lru_cache(maxsize=512)
def folders_of(text: str) -> Mapping[int, Folder]:
    """The folder of each command of a script, by where the command begins."""
    source = shell_source(text)
    walk = _Walk(source)
    walk.visit(source.root, _At())
    return walk.found


class _Walk:
    """Follows one script from its begin to its end."""

    def __init__(self, source: ShellSource) -> None:
        self.text = source.text_of
        self.offset = source.offset
        self.found: dict[int, Folder] = {}
        self.movers: set[str] = set()
        """Functions that leave the shell elsewhere."""
        self.visitors: dict[str, Callable[[Node, _At], _At]] = {
            "command": self.visit_command,
            "function_definition": self.visit_function,
            "list": self.visit_list,
            **dict.fromkeys(APART, self.visit_apart),
            **dict.fromkeys(LOOPS, self.visit_loop),
            **dict.fromkeys(BRANCHED, self.visit_branches),
        }

    def visit(self, node: Node, at: _At) -> _At:
        """Where the shell is behind `node`."""
        visitor = self.visitors.get(node.type)
        return visitor(node, at) if visitor else self.visit_all(node.named_children, at)

    def visit_apart(self, node: Node, at: _At) -> _At:
        self.visit_all(node.named_children, at)
        return at

    def visit_loop(self, node: Node, at: _At) -> _At:
        after = self.visit_all(node.named_children, at)
        return at if after == at else self.visit_all(node.named_children, LOST)

    def visit_all(self, nodes: Iterable[Node], at: _At) -> _At:
        for node in nodes:
            at = self.visit(node, at)
        return at

    def visit_list(self, node: Node, at: _At) -> _At:
        """`A && B` goes on behind B, unless A only asks; `A || B` behind A, if that works."""
        left, right = node.named_children[0], node.named_children[-1]
        first = self.visit(left, at)
        second = self.visit(right, first)
        is_both = any(each.type == "&&" for each in node.children)
        if is_both and not is_test(self.text(left)):
            return second
        return first if first == second else LOST

    def visit_branches(self, node: Node, at: _At) -> _At:
        """Whatever branch is taken, the shell is where it was, or it cannot be told."""
        ends, here = [], at
        for child in node.named_children:
            if child.type in {"elif_clause", "else_clause", "case_item"}:
                ends.append(self.visit_all(child.named_children, at))
            else:
                here = self.visit(child, here)
        return at if all(each == at for each in (*ends, here)) else LOST

    def visit_function(self, node: Node, at: _At) -> _At:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is not None and body is not None:
            self.visit(body, LOST)
            if any(each in MOVES for each in self.text(body).split()):
                self.movers.add(self.text(name))
        return at

    def visit_command(self, node: Node, at: _At) -> _At:
        self.found[self.offset(node.start_byte)] = at.folder
        parts = [each for each in node.named_children if "redirect" not in each.type]
        words = [unquoted(self.text(each)) for each in parts if each.type != "variable_assignment"]
        self.visit_all(node.named_children, at)
        name, *arguments = words or [""]
        if name in self.movers:
            return LOST
        if name == "popd":
            return replace(at, stack=at.stack[:-1]) if len(at.stack) > 1 else LOST
        if name not in MOVES:
            return at
        target = next((each for each in arguments if each == "-" or each[:1] != "-"), None)
        if target is None:
            return LOST
        folder = at.previous if target == "-" else within(at.folder, target)
        moved = at.moved(folder)
        return replace(moved, stack=(*at.stack, folder)) if name == "pushd" else moved
