"""Readers of the `tests` section: each entry becomes the test that its keys say it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.model import (
    ContentsTest,
    DownstreamTest,
    OtherTest,
    PythonTest,
    Script,
    ScriptTest,
    Test,
)
from condax.recipe.stage0_shapes import CONTENTS
from condax.recipe.stage0_values import (
    as_block,
    block_items,
    script,
    texts,
    value,
)
from condax.recipe.values import NO_ENTRIES, Block

if TYPE_CHECKING:
    from condax.recipe.problems import Problems
    from condax.recipe.values import Data, Item, SourceSpan


def test_items(data: Data, at: SourceSpan | None, problems: Problems) -> tuple[Item[Test], ...]:
    """The tests of a package, in order."""
    return block_items(data, at, problems, lambda block: read_test(block, problems))


def read_test(block: Block, problems: Problems) -> Test:
    """One test; of an unknown kind it keeps its fields as they are."""
    keys = {name for name, _ in block.entries}
    for key, reader in KINDS.items():
        if key in keys:
            return reader(block, problems)
    return OtherTest(fields=block, span=block.span)


def _part(block: Block, key: str, problems: Problems) -> Block:
    data = block.get(key)
    return NO_ENTRIES if data is None else as_block(data, block.key_span(key), problems)


def _script_test(block: Block, problems: Problems) -> Test:
    needs, files = _part(block, "requirements", problems), _part(block, "files", problems)
    commands, at = block.get("script"), block.key_span("script")
    known = {"script", "requirements", "files"}
    return ScriptTest(
        script=Script() if commands is None else script(commands, at, problems),
        run=texts(needs.get("run") or (), needs.key_span("run"), problems),
        build=texts(needs.get("build") or (), needs.key_span("build"), problems),
        recipe_files=texts(files.get("recipe") or (), files.key_span("recipe"), problems),
        source_files=texts(files.get("source") or (), files.key_span("source"), problems),
        extra_fields=tuple(pair for pair in block.entries if pair[0] not in known),
        span=block.span,
    )


def _python_test(block: Block, problems: Problems) -> Test:
    inner = _part(block, "python", problems)
    check = inner.get("pip_check")
    known = {"imports", "pip_check", "python_version"}
    at = inner.key_span
    return PythonTest(
        imports=texts(inner.get("imports") or (), at("imports"), problems),
        pip_check=None if check is None else value(check, at("pip_check"), problems),
        python_version=texts(inner.get("python_version") or (), at("python_version"), problems),
        extra_fields=tuple(pair for pair in inner.entries if pair[0] not in known),
        span=block.span,
    )


def _contents_test(block: Block, problems: Problems) -> Test:
    contents = block.get("package_contents")
    assert contents is not None
    read = CONTENTS(contents, block.key_span("package_contents"), problems)
    return ContentsTest(contents=read, span=block.span)


def _downstream_test(block: Block, problems: Problems) -> Test:
    name = block.get("downstream")
    assert name is not None
    read = value(name, block.key_span("downstream"), problems)
    return DownstreamTest(downstream=read, span=block.span)


KINDS = {
    "python": _python_test,
    "package_contents": _contents_test,
    "downstream": _downstream_test,
    "script": _script_test,
}
