"""Commands that bear the name of a file beside the recipe: v1 runs it in their place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from condax.recipe.script_file import has_commands_alone, script_file
from condax.recipe.values import leaves, value_leaves

if TYPE_CHECKING:
    from condax.recipe.model import Script
    from condax.recipe.values import Value

ENDINGS = (".sh", ".bat", ".ps1")
"""What rattler-build looks for behind a name without an ending."""
RENAMED = {"bld.bat": "build.bat"}
"""Files that have another name in v1."""
BUILD = "build.sh"
"""As a command beside the file of this name, conda-build refuses it."""


def as_commands(script: Script, beside: frozenset[str]) -> Script:
    """The script; a single command is said to be one where v1 would find a file of its name."""
    if len(script.content) != 1 or not has_commands_alone(script):
        return script
    files = {RENAMED.get(name, name) for name in beside} - {BUILD}
    lines = (text.value for text in leaves(script.content))
    return replace(script, is_command=any(_names_one(line, files) for line in lines))


def file_beside(script: Script, beside: frozenset[str]) -> Value:
    """The file that a script of v1 is, if one of its name is there."""
    if script.file is not None:
        return script.file
    named = script_file(script)
    if named is None and len(script.content) == 1 and has_commands_alone(script):
        named = None if script.is_command else script.content[0]
    lines = [text.value for text in value_leaves(named)]
    return named if any(_names_one(line, set(beside)) for line in lines) else None


def _names_one(line: str, files: set[str]) -> bool:
    if PurePosixPath(line).suffix:
        return line in files
    return any(line + ending in files for ending in ENDINGS)
