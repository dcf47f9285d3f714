"""The scripts of a recipe: `build.sh` and its like, and the commands in the recipe itself.

Commands in the recipe are parsed where they stand: everything else of the file is blanked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from condax.lint.conditions import crossings, holds, key_of, native, windows
from condax.lint.reach import Reach
from condax.lint.registry import Place
from condax.lint.scalars import JINJA, edit_at, masked
from condax.lint.shell_tree import parse_shell
from condax.recipe.inherit import plain_name
from condax.recipe.model import RecipeFormat, ScriptTest
from condax.recipe.values import guarded_leaves, leaves, value_leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from condax.lint.registry import FileEdit
    from condax.lint.shell import Assignment, Command, ShellScript
    from condax.lint.view import OutputView
    from condax.platforms import Platforms
    from condax.recipe.model import Recipe, Script
    from condax.recipe.values import Text

DEFAULT_FILES = ("build.sh",)
TEST_FILE = "run_test.sh"
WINDOWS_FILES = ("bld.bat", "build.bat")
SHELLS = ("bash", "sh")
SHELL_SUFFIXES = (".sh", ".bash")
VARIABLE = re.compile(r"\$[A-Za-z_{(]")
"""What only bash replaces: the shell of Windows has `%NAME%`."""


@dataclass(frozen=True, kw_only=True)
class BuildScript:
    """One script that builds outputs on Linux; offsets count in `text`."""

    file: str
    text: str
    """The whole file, recipe or script."""
    regions: tuple[tuple[int, int, tuple[str, ...]], ...]
    """Which characters of the file are script, with the recipe's conditions for them."""
    outputs: tuple[OutputView, ...]
    masked: str
    """The text as the shell sees it."""

    @cached_property
    def shell(self) -> ShellScript:
        """What it does."""
        return parse_shell(self.masked)

    @property
    def is_file(self) -> bool:
        """Whether it is a file of its own, and not part of the recipe."""
        return self.masked is self.text

    @property
    def commands(self) -> tuple[Command, ...]:
        """Every command, in order."""
        return self.shell.commands

    def place(self, start: int, end: int) -> Place:
        """A place in the file."""
        return Place(file=self.file, start=start, end=end)

    def edit(self, start: int, end: int, text: str) -> FileEdit:
        """An edit of the file, where `text` is shell or a piece of the file."""
        return edit_at(self, start, end, text)

    def crossing_runs(self, command: Command) -> bool:
        """Whether a cross build comes to a command, unless something but the machine decides."""
        return any(each.runs(command) for each in self._crossings(command))

    def crossing_may_run(self, command: Command) -> bool:
        """Whether a cross build can come to a command."""
        return any(each.may_run(command) for each in self._crossings(command))

    def native_may_run(self, command: Command) -> bool:
        """Whether a native build can come to a command."""
        is_native = holds(self.conditions_at(command.start), native()) is not False
        return is_native and self._reach(native()).may_run(command)

    def crossing_assigns(self, assignment: Assignment) -> bool:
        """Whether a cross build comes to an assignment, unless something else decides."""
        return any(each.assigns(assignment) for each in self._crossings(assignment))

    def crossing_may_assign(self, assignment: Assignment) -> bool:
        """Whether a cross build can come to an assignment."""
        return any(each.may_assign(assignment) for each in self._crossings(assignment))

    def _crossings(self, part: Command | Assignment) -> Iterator[Reach]:
        """The cross builds whose platforms the recipe's conditions for a line allow."""
        found = self.conditions_at(part.start)
        return (self._reach(p) for p in crossings() if not found or holds(found, p) is not False)

    def _reach(self, platforms: Platforms) -> Reach:
        key, reaches = key_of(platforms), self.shell.reaches
        if key not in reaches:
            reaches[key] = Reach(self.shell, key)
        return reaches[key]

    def conditions_at(self, offset: int) -> tuple[str, ...]:
        """The recipe's conditions for the script line at an offset."""
        inside = (found for start, end, found in self.regions if start <= offset <= end)
        return () if self.is_file else next(inside, ())

    @cached_property
    def windows_texts(self) -> tuple[tuple[int, int], ...]:
        """The texts in the recipe that a build for Windows gives to its own shell.

        None where one of them has a variable as bash writes it: the script is then for bash.
        """
        if self.is_file or not any(map(_uses_own_shell, self.outputs)):
            return ()
        found = tuple(
            (start, end)
            for start, end, conditions in self.regions
            if holds(conditions, windows()) is not False
        )
        texts = (JINJA.sub("", self.text[start:end]) for start, end in found)
        return () if any(map(VARIABLE.search, texts)) else found

    def mentions(self, *variables: str) -> bool:
        """Whether it expands one of these variables anywhere."""
        return not self.shell.variables.isdisjoint(variables)

    def named(self, *names: str) -> Iterator[Command]:
        """The commands with one of these names."""
        found = [each for name in names for each in self.shell.by_name.get(name, ())]
        return iter(sorted(found, key=lambda each: each.start) if len(names) > 1 else found)


def _uses_own_shell(output: OutputView) -> bool:
    """Whether Windows builds an output, with commands for the shell that each machine has."""
    script = output.output.build.script
    return output.is_built_on_windows and (script is None or script.interpreter is None)


def build_scripts(
    recipe: Recipe, files: Mapping[str, str], outputs: Iterable[OutputView]
) -> tuple[BuildScript, ...]:
    """The scripts of all outputs; one that several outputs run is listed once."""
    users: dict[str, list[OutputView]] = {}
    found = []
    for output in outputs:
        names, texts = _contents(recipe, output, files)
        for name in names:
            users.setdefault(name, []).append(output)
        inline = _inline(recipe, output, texts)
        if inline is not None:
            found.append(inline)
    listed = {name: users[name] for name in users}
    for name in tuple(listed):
        for other in _called_files(files[name], files):
            listed.setdefault(other, users[name])
    found += [_file_script(name, files[name], tuple(using)) for name, using in listed.items()]
    return tuple(_without_doubles(found))


def test_scripts(
    recipe: Recipe, files: Mapping[str, str], outputs: Iterable[OutputView]
) -> tuple[BuildScript, ...]:
    """The scripts that test packages: commands in the recipe, and the files that it runs."""
    found: list[BuildScript] = []
    users: dict[str, list[OutputView]] = {}
    for output in outputs:
        tests = [each for each in leaves(output.output.tests) if isinstance(each, ScriptTest)]
        default = [TEST_FILE] if TEST_FILE in files and recipe.format is RecipeFormat.V0 else []
        for names, texts in [(default, []), *(_written(each.script, files) for each in tests)]:
            for name in names:
                users.setdefault(name, []).append(output)
            inline = _inline(recipe, output, texts)
            found += [inline] if inline is not None else []
    found += [_file_script(name, files[name], tuple(using)) for name, using in users.items()]
    return tuple(_without_doubles(found))


def _without_doubles(scripts: list[BuildScript]) -> Iterator[BuildScript]:
    """Outputs of one top-level script share its text: it is one that all of them run."""
    found: dict[object, BuildScript] = {}
    for each in scripts:
        key = (each.file, each.regions)
        others = found[key].outputs if key in found else ()
        found[key] = replace(each, outputs=(*others, *each.outputs))
    yield from found.values()


def _file_script(name: str, text: str, outputs: tuple[OutputView, ...]) -> BuildScript:
    return BuildScript(
        file=name, text=text, regions=((0, len(text), ()),), outputs=outputs, masked=text
    )


def _contents(
    recipe: Recipe, output: OutputView, files: Mapping[str, str]
) -> tuple[list[str], list[tuple[Text, tuple[str, ...]]]]:
    """Names of the script files that an output runs, and the commands in the recipe."""
    script = output.output.build.script
    if script is None or (not script.content and script.file is None):
        # v0 runs `build.sh` for the top level only, v1 for every output without a script.
        top = output.is_only or output.output.is_staging or output.name == _own_name(recipe)
        used = output.noarch is None and (top or recipe.format is RecipeFormat.V1)
        return [name for name in DEFAULT_FILES if name in files and used], []
    return _written(script, files)


def _written(
    script: Script, files: Mapping[str, str]
) -> tuple[list[str], list[tuple[Text, tuple[str, ...]]]]:
    if any(text.value not in SHELLS for text in value_leaves(script.interpreter)):
        return [], []
    names = [_file_named(text.value, files) for text in value_leaves(script.file)]
    texts = []
    for text, conditions in guarded_leaves(script.content):
        name = _file_named(text.value, files)
        if name:
            names.append(name)
        elif _is_for_linux(conditions):
            texts.append((text, conditions))
    return [name for name in names if name], texts


def _own_name(recipe: Recipe) -> str | None:
    return plain_name(recipe.package.name)


def _file_named(value: str, files: Mapping[str, str]) -> str | None:
    """The script file that a value means, if it is one: `build.sh`, or `build` for it."""
    name = value.strip().removeprefix("./")
    for each in (name, f"{name}.sh"):
        if each in files and each.endswith(SHELL_SUFFIXES):
            return each
    found = re.match(r"(?:bash|sh)\s+(?:-\S+\s+)*\"?(?:\$\{?RECIPE_DIR\}?/)?([\w./-]+)\"?$", name)
    return found[1] if found and found[1] in files else None


def _called_files(text: str, files: Mapping[str, str]) -> Iterator[str]:
    """Script files of the recipe that a script runs or sources."""
    for found in re.finditer(r"RECIPE_DIR\}?\"?/([\w.-]+\.(?:sh|bash))", text):
        if found[1] in files:
            yield found[1]


def _is_for_linux(conditions: tuple[str, ...]) -> bool:
    return any(holds(conditions, each) is not False for each in (native(), *crossings()))


def _inline(
    recipe: Recipe, output: OutputView, texts: list[tuple[Text, tuple[str, ...]]]
) -> BuildScript | None:
    regions = tuple(
        (text.span.start, text.span.end, conditions)
        for text, conditions in texts
        if text.span is not None
    )
    if not regions or not recipe.text:
        return None
    return BuildScript(
        file=recipe.path,
        text=recipe.text,
        regions=regions,
        outputs=(output,),
        masked=masked(recipe.text, [(start, end) for start, end, _ in regions]),
    )
