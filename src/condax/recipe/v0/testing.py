"""conda-build's one `test` section as the list of tests that v1 makes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from condax.recipe.values import Block, Conditional, Data, SourceSpan, Text, Texts, placed

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
        # A list is no test section: as an item of one it is none of v1's either.
        return (data,) if isinstance(data, tuple) else data
    tests: list[Data] = []
    table = dict(data.entries)
    if imports := table.get("imports"):
        at = data.key_span("imports")
        fields = [("imports", imports, at), ("pip_check", Text(value="false"), None)]
        python = placed(fields, data.span)
        tests.append(Block(entries=(("python", python),), span=data.key_span("imports")))
    if (script := table.get("script")) is not None:
        table["commands"] = (*_of_each(script, test_command), *_items(table.get("commands") or ()))
        table["files"] = (*_items(table.get("files") or ()), *_items(script))
    keys = ("commands", "requires", "files", "source_files")
    if any(table.get(key) for key in ("commands", "files", "source_files")):
        tests.append(_script_test({key: table.get(key) or () for key in keys}, data))
    elif requires := table.get("requires"):
        needs = placed([("run", requires, data.key_span("requires"))], data.span)
        tests.append(Block(entries=(("script", ()), ("requirements", needs)), span=data.span))
    tests.extend(_of_each(table.get("downstreams") or (), _downstream))
    return tuple(tests)


def _downstream(name: Text | Block) -> tuple[Data, ...]:
    """The test that another package goes on working."""
    if isinstance(name, Text) and name.value in NOTHING:
        return ()
    return (placed([("downstream", name, name.span)], name.span),)


def test_command(script: Text | Block) -> Texts:
    """What runs a test script where conda-build does; nothing for an ending it does not know."""
    if isinstance(script, Block):
        return ()
    runner, condition = RUNNERS.get(PurePosixPath(script.value).suffix, ("", None))
    command = replace(script, value=f"{runner} {script.value}")
    if condition is not None:
        return (Conditional(condition=Text(value=condition), then=(command,)),)
    return (command,) if runner else ()


def _of_each(data: Data, change: Callable[[Text | Block], tuple[Data, ...]]) -> tuple[Data, ...]:
    """What becomes of each item, under the conditions that it has."""
    if isinstance(data, Text | Block):
        return change(data)
    if isinstance(data, Conditional):
        then, otherwise = (_of_each(arm, change) for arm in (data.then, data.otherwise))
        return (replace(data, then=then, otherwise=otherwise),)
    return tuple(made for item in data for made in _of_each(item, change))


def _items(data: Data) -> tuple[Data, ...]:
    return data if isinstance(data, tuple) else (data,)


def _script_test(table: Mapping[str, Data], data: Block) -> Block:
    at = data.key_span
    entries: list[tuple[str, Data, SourceSpan | None]] = [
        ("script", _items(table["commands"]), at("commands") or at("script"))
    ]
    if requires := table["requires"]:
        needs = placed([("run", requires, at("requires"))], data.span)
        entries.append(("requirements", needs, at("requires")))
    places = (("recipe", "files"), ("source", "source_files"))
    given = [(kind, table[key], at(key)) for kind, key in places if table[key]]
    if given:
        entries.append(("files", placed(given, data.span), None))
    return placed(entries, at("commands") or data.span)
