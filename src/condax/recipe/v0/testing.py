"""conda-build's one `test` section as the list of tests that v1 makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.values import Block, Data, Text

if TYPE_CHECKING:
    from collections.abc import Mapping


NOTHING = frozenset({"", "null", "~"})
"""What is left of a list whose selectors keep no item."""


def list_of_tests(data: Data) -> Data:
    """One `test` section as the list of tests that it asks for."""
    if not isinstance(data, Block):
        return data
    tests: list[Data] = []
    table = dict(data.entries)
    if imports := table.get("imports"):
        fields = (("imports", imports), ("pip_check", Text(value="false")))
        python = Block(entries=fields, span=data.span)
        tests.append(Block(entries=(("python", python),), span=data.key_span("imports")))
    keys = ("commands", "requires", "files", "source_files")
    if any(table.get(key) for key in ("commands", "files", "source_files")):
        tests.append(_script_test({key: table.get(key) or () for key in keys}, data))
    elif requires := table.get("requires"):
        needs = Block(entries=(("run", requires),))
        tests.append(Block(entries=(("script", ()), ("requirements", needs)), span=data.span))
    downstreams = table.get("downstreams") or ()
    names = downstreams if isinstance(downstreams, tuple) else (downstreams,)
    tests.extend(
        Block(entries=(("downstream", name),), span=data.span)
        for name in names
        if not (isinstance(name, Text) and name.value in NOTHING)
    )
    return tuple(tests)


def _script_test(table: Mapping[str, Data], data: Block) -> Block:
    entries: list[tuple[str, Data]] = [("script", table["commands"])]
    if table["requires"]:
        entries.append(("requirements", Block(entries=(("run", table["requires"]),))))
    files = (("recipe", table["files"]), ("source", table["source_files"]))
    given = tuple((key, value) for key, value in files if value)
    if given:
        entries.append(("files", Block(entries=given)))
    return Block(entries=tuple(entries), span=data.key_span("commands") or data.span)
