"""Tests as the one `test` section of `meta.yaml`, and the error for what v0 has no words for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.errors import RecipeError
from condax.recipe.emit_common import block
from condax.recipe.model import ContentsTest, PythonTest, ScriptTest
from condax.recipe.package_contents import contents_commands
from condax.recipe.values import Block, Text

if TYPE_CHECKING:
    from condax.recipe.model import Test
    from condax.recipe.values import Item, Value


def v0_tests(tests: tuple[Item[Test], ...]) -> Block:
    """v0 has one test: everything that the tests of v1 do, together."""
    commands: list[Item[Text]] = []
    lists: dict[str, list[Item[Text]]] = {"imports": [], "requires": [], "files": [], "source": []}
    has_pip_check = False
    for test in tests:
        if isinstance(test, ScriptTest):
            commands += test.script.content
            lists["requires"] += [*test.run, *test.build]
            lists["files"] += test.recipe_files
            lists["source"] += test.source_files
        elif isinstance(test, PythonTest):
            lists["imports"] += test.imports
            has_pip_check = has_pip_check or not _is_false(test.pip_check)
        elif isinstance(test, ContentsTest):
            commands += [Text(value=command) for command in contents_commands(test.contents)]
        else:
            raise unspeakable("this kind of test", "write it as commands")
    if has_pip_check:
        commands.insert(0, Text(value="pip check"))
        lists["requires"].append(Text(value="pip"))
    return block(
        ("files", tuple(lists["files"])),
        ("source_files", tuple(lists["source"])),
        ("imports", tuple(lists["imports"])),
        ("requires", tuple(dict.fromkeys(lists["requires"]))),
        ("commands", tuple(commands)),
    )


def _is_false(value: Value) -> bool:
    return isinstance(value, Text) and value.value == "false"


def unspeakable(what: str, hint: str) -> RecipeError:
    """The error for something that only v1 can say."""
    return RecipeError(f"meta.yaml cannot say {what}", hint=hint)
