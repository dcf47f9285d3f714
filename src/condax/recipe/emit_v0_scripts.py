"""Build scripts as `meta.yaml` has them: commands, of which files beside the recipe are some."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from condax.recipe.emit_common import first_or_all
from condax.recipe.emit_v0_tests import under
from condax.recipe.package_contents import UNIX, WINDOWS, names_systems, possible
from condax.recipe.script_file import script_file
from condax.recipe.values import Conditional, Text, guarded_leaves

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.recipe.model import Script
    from condax.recipe.package_contents import Systems
    from condax.recipe.values import Data, Item, Texts, Value

PROGRAMS = {
    ".sh": "bash",
    ".bash": "bash",
    ".py": "python",
    ".pl": "perl",
    ".r": "Rscript",
    ".rb": "ruby",
    ".js": "node",
    ".nu": "nu",
    ".ps1": "powershell",
}
"""What runs a file on every system, by the ending of its name."""
RUN_FILE: Mapping[str, Mapping[str, str]] = {
    "": {UNIX: "bash ${{RECIPE_DIR}}/{}.sh", WINDOWS: r"call %RECIPE_DIR%\{}.bat"},
    **{ending: {WINDOWS: r"call %RECIPE_DIR%\{}"} for ending in (".bat", ".cmd")},
    **{
        ending: {UNIX: f"{run} ${{{{RECIPE_DIR}}}}/{{}}", WINDOWS: rf"{run} %RECIPE_DIR%\{{}}"}
        for ending, run in PROGRAMS.items()
    },
}
"""What runs a file on Unix and on Windows, whose shells spell variables differently."""
BY_ITSELF = frozenset(
    {
        "bash ${RECIPE_DIR}/build.sh",
        r"call %RECIPE_DIR%\build.bat",
        # Nobody means Windows where only a `build.sh` is named, though v1 would try it there.
        r"bash %RECIPE_DIR%\build.sh",
    }
)
"""What conda-build does without being told; its script of Windows has another name."""
OUTPUT_ENDINGS = {UNIX: ".sh", WINDOWS: ".bat"}


def is_runnable(file: str) -> bool:
    """Whether the ending of a file tells what runs it."""
    return PurePosixPath(file).suffix.lower() in RUN_FILE


def script_commands(script: Script | None, systems: Systems) -> Data | None:
    """The commands of a script on these systems, if there have to be any."""
    if script is None:
        return None
    named = script_file(script)
    return first_or_all(script.content) if named is None else _file_commands(named, systems) or None


def _file_commands(named: Item[Text], everywhere: Systems) -> Texts:
    """What runs files beside the recipe, under the conditions that their endings do not imply."""
    found: Texts = ()
    for text, conditions in guarded_leaves((named,)):
        run = RUN_FILE[PurePosixPath(text.value).suffix.lower()]
        systems = everywhere
        for condition in conditions:
            systems = possible(systems, condition, holds=True)
        commands = {each: run[each].format(text.value) for each in run if each in systems}
        runs = {
            system: replace(text, value=command.replace("%\\build.bat", "%\\bld.bat"))
            for system, command in commands.items()
            if command not in BY_ITSELF
        }
        if tuple(runs) == systems and len(runs) == 1 and not all(map(names_systems, conditions)):
            found += under(tuple(runs.values()), conditions)
            continue
        each_alone = tuple(
            Conditional(condition=Text(value=each), then=(command,))
            for each, command in runs.items()
        )
        kept = tuple(each for each in conditions if not names_systems(each))
        found += under(each_alone, kept)
    return found


def output_script(file: Value) -> Value:
    """The `script` of an output, a file whose ending has to be told."""
    return None if file is None else _with_ending(file)


def _with_ending(file: Item[Text]) -> Item[Text]:
    """The file, or those of both systems, of whose shells rattler-build takes the ending."""
    if isinstance(file, Conditional):
        then, otherwise = (tuple(map(_with_ending, arm)) for arm in (file.then, file.otherwise))
        return replace(file, then=then, otherwise=otherwise)
    if PurePosixPath(file.value).suffix:
        return file
    unix, windows = (replace(file, value=file.value + OUTPUT_ENDINGS[e]) for e in (UNIX, WINDOWS))
    return Conditional(condition=Text(value=UNIX), then=(unix,), otherwise=(windows,))


def script_environment(script: Script | None) -> Data | None:
    """`script_env`: variables with their values, and names of those that are let through.

    rattler-build does not set a variable whose value is empty.
    """
    if script is None:
        return None
    listed = (_assigned(name, value) for name, value in script.env if value is not None)
    return (*(each for each in listed if each is not None), *script.secrets) or None


def _assigned(name: str, value: Item[Text]) -> Item[Text] | None:
    """`NAME=value`, under the conditions of the value; `None` for no value at all."""
    if isinstance(value, Text):
        text = f"{name}={value.value}"
        return replace(value, value=text, quoted=False) if value.value else None
    arms = [[_assigned(name, each) for each in arm] for arm in (value.then, value.otherwise)]
    then, otherwise = (tuple(each for each in arm if each is not None) for arm in arms)
    return replace(value, then=then, otherwise=otherwise) if then or otherwise else None
