"""conda-build's one `test` section as the list of tests that v1 makes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from condax.recipe.values import Block, Conditional, Data, Text, Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RUNNERS: Mapping[str, tuple[str, str | None]] = {
    ".sh": ("bash -e", "unix"),
    ".bat": ("call", "win"),
    ".py": ("python", None),
    ".pl": ("perl", None),
    ".r": ("Rscript", None),
}
"""How conda-build runs a test script, by the ending of its name, and on which systems."""

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
    if (script := table.get("script")) is not None:
        table["commands"] = (*_of_each(script, test_command), *_items(table.get("commands") or ()))
        table["files"] = (*_items(table.get("files") or ()), *_items(script))
    keys = ("commands", "requires", "files", "source_files")
    if any(table.get(key) for key in ("commands", "files", "source_files")):
        tests.append(_script_test({key: table.get(key) or () for key in keys}, data))
    elif requires := table.get("requires"):
        needs = Block(entries=(("run", requires),))
        tests.append(Block(entries=(("script", ()), ("requirements", needs)), span=data.span))
    tests.extend(_of_each(table.get("downstreams") or (), _downstream))
    return tuple(tests)


def _downstream(name: Text) -> tuple[Data, ...]:
    """The test that another package goes on working."""
    if name.value in NOTHING:
        return ()
    return (Block(entries=(("downstream", name),), span=name.span),)


def test_command(script: Text) -> Texts:
    """What runs a test script where conda-build does; nothing for an ending it does not know."""
    runner, condition = RUNNERS.get(PurePosixPath(script.value).suffix, ("", None))
    command = replace(script, value=f"{runner} {script.value}")
    if condition is not None:
        return (Conditional(condition=Text(value=condition), then=(command,)),)
    return (command,) if runner else ()


def _of_each(data: Data, change: Callable[[Text], tuple[Data, ...]]) -> tuple[Data, ...]:
    """What becomes of each scalar, under the conditions that it has."""
    if isinstance(data, Text):
        return change(data)
    if isinstance(data, Conditional):
        then, otherwise = (_of_each(arm, change) for arm in (data.then, data.otherwise))
        return (replace(data, then=then, otherwise=otherwise),)
    items = data if isinstance(data, tuple) else ()
    return tuple(made for item in items for made in _of_each(item, change))


def _items(data: Data) -> tuple[Data, ...]:
    return data if isinstance(data, tuple) else (data,)


def _script_test(table: Mapping[str, Data], data: Block) -> Block:
    entries: list[tuple[str, Data]] = [("script", table["commands"])]
    if table["requires"]:
        entries.append(("requirements", Block(entries=(("run", table["requires"]),))))
    files = (("recipe", table["files"]), ("source", table["source_files"]))
    given = tuple((key, value) for key, value in files if value)
    if given:
        entries.append(("files", Block(entries=given)))
    return Block(entries=tuple(entries), span=data.key_span("commands") or data.span)
