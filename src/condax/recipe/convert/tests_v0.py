"""What runs the tests of v1 that v0 has no section for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from condax.recipe.emit_v0_scripts import PROGRAMS
from condax.recipe.model import Script, ScriptTest
from condax.recipe.values import Block, Conditional, Text

if TYPE_CHECKING:
    from condax.recipe.model import OtherTest
    from condax.recipe.values import Item

COMMANDS = {"perl": 'perl -e "use {};"', "r": "Rscript -e 'library(\"{}\")'"}
"""Tests of v1 that name modules, as commands."""
MODULES = {"perl": "uses", "r": "libraries"}


def module_test(test: OtherTest) -> ScriptTest | None:
    """Modules of Perl and R as commands that load them; `None` for other kinds of tests."""
    for kind, command in COMMANDS.items():
        fields = test.fields.get(kind)
        names = fields.get(MODULES[kind]) if isinstance(fields, Block) else None
        if isinstance(names, tuple):
            texts = (each for each in names if isinstance(each, Text))
            content = tuple(Text(value=command.format(t.value), span=t.span) for t in texts)
            return ScriptTest(script=Script(content=content))
    return None


def run_by_name(file: Item[Text]) -> Item[Text]:
    """What runs a file of a test, in each branch of its conditions."""
    if isinstance(file, Conditional):
        then, otherwise = (tuple(map(run_by_name, arm)) for arm in (file.then, file.otherwise))
        return replace(file, then=then, otherwise=otherwise)
    ending = PurePosixPath(file.value).suffix.lower()
    run = {".sh": "bash -e", ".bat": "call", ".cmd": "call"}.get(ending) or PROGRAMS[ending]
    return replace(file, value=f"{run} {file.value}")
