"""What commands of a build script are: configure steps, test runs, Python's tools."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from condax.lint.registry import FileEdit
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Command, Word

CROSS_GUARD = (
    'if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1"'
    ' || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then'
)
CMAKE_MODES = (
    "--build",
    "--install",
    "-E",
    "-P",
    "--version",
    "--help",
    "--open",
    "--find-package",
)
MESON_COMMANDS = frozenset(
    {
        "compile",
        "configure",
        "devenv",
        "dist",
        "init",
        "install",
        "introspect",
        "rewrite",
        "setup",
        "subprojects",
        "test",
        "wrap",
    }
)
MAKE = frozenset({"make", "gmake", "ninja", "samu", "mingw32-make"})
"""Programs that are told what to make."""
CMAKE_TARGET = frozenset({"--target", "-t"})
NINJA = frozenset({"ninja", "samu"})
MAKE_WITH_VALUE = frozenset({"-C", "-f", "-I", "-o", "-W"})
NINJA_WITH_VALUE = frozenset({"-C", "-f", "-k", "-l", "-d", "-w"})
"""Options whose value is the next word."""
TEST_TARGET = re.compile(
    r"(?:run|quick|full|unit)?[-_]?(?:tests?|check)(?:[-_]?all)?|(?:install|dist)check|RUN_TESTS"
    r"|check-[\w-]+|runtest\w*|all-?tests?"
)
TESTING = frozenset({"bazel", "cabal", "cargo", "dune", "go", "meson", "stack"})
"""Programs that test when their first argument is `test`."""
COMPILES_TESTS = {"cargo": ("--no-run",), "go": ("-c",)}
"""Options with which they compile tests and run none."""
TEST_MODULES = frozenset(
    {"nose", "nose2", "nosetests", "nox", "py.test", "pytest", "tox", "unittest"}
)
PYTHONS = frozenset({"python", "python3", "$PYTHON", "${PYTHON}"})
NO_GOAL = frozenset("=$`")
"""Marks of words that are no goals by their text: `V=1`, `${OPTIONS}`."""
ARRAY = re.compile(r"\$\{(\w+)\[[@*]\]\}")
ITEM = re.compile(r"[\s()\"']+")
WORD_GOES_ON = re.compile(r"\S\\\r?\n$")
"""The end of a line that the shell joins with the next one into a word."""
TOLERATED = re.compile(r"[^|&;\n]*\|\|\s*(?:true|:|echo|exit 0)")


def is_cmake_configure(command: Command) -> bool:
    """Whether it is the CMake run that reads `CMakeLists.txt`."""
    if command.name not in {"cmake", "cmake3", "ccmake"}:
        return False
    return bool(command.arguments) and not command.has_argument(*CMAKE_MODES)


def is_meson_setup(command: Command) -> bool:
    """Whether it is `meson setup`, or the older spelling without `setup`."""
    if command.name not in {"meson", "meson.py"} or not command.arguments:
        return False
    first = command.arguments[0].value
    return first == "setup" or (
        first not in MESON_COMMANDS and not command.has_argument("--version", "--help")
    )


def is_configure(command: Command) -> bool:
    """Whether it runs a `configure` script, by itself or through a shell."""
    if command.name in {"bash", "sh"} and command.arguments:
        runs = command.arguments[0].value.rpartition("/")[2] == "configure"
    else:
        runs = command.name == "configure" and "/" in command.words[0].value
    return runs and not command.has_argument("--help", "--version")


def is_given(script: BuildScript, command: Command, *options: str) -> bool:
    """Whether an option with one of these beginnings is an argument, or in an array that is one."""
    if command.argument_with(*options) is not None:
        return True
    arrays = {name for word in command.arguments for name in ARRAY.findall(word.value)}
    return any(
        each.name in arrays and any(word.startswith(options) for word in ITEM.split(each.value))
        for each in script.shell.assignments
    )


def python_module(command: Command) -> tuple[str, tuple[Word, ...]] | None:
    """Module and arguments of `python -m MODULE …`; of `pip …` and `pytest …` the same."""
    words = command.words
    if words and words[0].value in TEST_MODULES | {"pip", "pip3"}:
        return words[0].value.rstrip("3"), words[1:]
    if not is_python(command):
        return None
    options = itertools.takewhile(lambda word: word.value.startswith("-"), words[1:])
    index = next((i for i, word in enumerate(options, 1) if word.value == "-m"), None)
    if index is None or index + 1 >= len(words):
        return None
    return words[index + 1].value, words[index + 2 :]


def installs_into_python(command: Command) -> bool:
    """Whether it is `pip install …` or `python setup.py install`."""
    module, arguments = python_module(command) or ("", command.arguments)
    values = [word.value for word in arguments]
    if module == "pip":
        return "install" in values
    runs_setup = is_python(command) and any(each.endswith("setup.py") for each in values)
    return runs_setup and "install" in values


def is_python(command: Command) -> bool:
    """Whether it runs the Python of the environment."""
    return bool(command.words) and _program(command.words[0].value) in PYTHONS


def _program(value: str) -> str:
    return re.sub(r":-_*\}$", "}", value).rpartition("/")[2]


def runs_tests(command: Command) -> str | None:
    """What a command tests with, e.g. `make check`; `None` for every other command."""
    name = command.name
    if name == "ctest":
        return None if command.has_argument("-N", "--show-only", "--version") else "ctest"
    if name in MAKE or name == "cmake":
        found = next((word.value for word in goals(command) if is_test_target(word.value)), None)
        return f"{name}{' --target' * (name == 'cmake')} {found}" if found else None
    if name in TESTING and command.arguments:
        compiles = command.has_argument(*COMPILES_TESTS.get(name, ()))
        is_test = command.arguments[0].value == "test" and not compiles
        return f"{name} test" if is_test else None
    module = python_module(command)
    return module[0] if module and module[0] in TEST_MODULES else None


def is_test_target(goal: str) -> bool:
    """Whether a goal of `make` and the like runs tests."""
    return TEST_TARGET.fullmatch(goal) is not None


def goals(command: Command) -> tuple[Word, ...]:
    """What `make`, `ninja` or `cmake --build` is told to make."""
    if command.name not in MAKE | {"cmake"}:
        return ()
    found, previous, is_target = [], "", command.name != "cmake"
    with_value = NINJA_WITH_VALUE if command.name in NINJA else MAKE_WITH_VALUE
    for word in command.arguments:
        value = word.value
        if command.name == "cmake" and value.startswith("-"):
            is_target = value in CMAKE_TARGET
        elif is_target and not value.startswith("-") and not NO_GOAL.intersection(value):
            number_of_jobs = previous == "-j" and not value.isidentifier()
            if previous not in with_value and not number_of_jobs:
                found.append(word)
        previous = value
    return tuple(found)


def builds(command: Command) -> bool:
    """Whether it compiles and links what the source describes: `make`, `cargo build` …"""
    name, first = command.name, next((word.value for word in command.arguments), "")
    if name in MAKE | {"scons", "b2", "xmake", "waf"}:
        return runs_tests(command) is None
    if name == "cmake":
        return command.has_argument("--build")
    return (name, first) in {("cargo", "build"), ("go", "build"), ("meson", "compile")}


def is_tolerated(script: BuildScript, command: Command) -> bool:
    """Whether the script goes on after the command fails (`|| true`)."""
    return TOLERATED.match(script.masked, command.end) is not None


def guarded_goals(script: BuildScript, command: Command) -> tuple[FileEdit, ...]:
    """The tests among several goals as a command of their own, guarded, after the other goals."""
    text, start, end = script.text, command.start, command.end
    line_start, line_stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    rest = text[end : line_stop if line_stop >= 0 else len(text)].strip()
    is_whole = (command.line_start, command.line_end) == (start, end)
    indent = text[line_start:start]
    if not (is_whole and script.is_file) or indent.strip() or rest or "\n" in text[start:end]:
        return ()
    if sum(each.value in CMAKE_TARGET for each in command.arguments) > 1:
        return ()
    tests = [each for each in goals(command) if is_test_target(each.value)]
    others = [each for each in goals(command) if not is_test_target(each.value)]
    first, second = (_without(text, start, end, words) for words in (tests, others))
    whole = f"{first}\n{indent}{CROSS_GUARD}\n{indent}  {second}\n{indent}fi"
    return (script.edit(start, end, whole),)


def _without(text: str, start: int, end: int, words: list[Word]) -> str:
    for word in reversed(words):
        shorter = text[: word.start].rstrip() + text[word.end :]
        end -= len(text) - len(shorter)
        text = shorter
    return text[start:end]


def guarded(script: BuildScript, command: Command) -> tuple[FileEdit, ...]:
    """Edits that put the guard against cross builds around a statement.

    Around the command alone where the statement shares its lines with something else. None where
    what the command says decides something, and where the recipe's YAML stands in the way.
    """
    text, start, end = script.text, command.line_start, command.line_end
    rest = script.masked[command.end : end]
    if start != command.start or any(each in rest for each in ("&&", "||", ";")):
        return _guarded_in_line(script, command)
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    line_end -= text[:line_end].endswith("\r")
    before, after = text[line_start:start], text[end:line_end]
    comment = after.strip().startswith("#")
    if script.is_file:
        if before.strip() or (after.strip(" ;") and not comment):
            return _guarded_in_line(script, command)
        body = _indented(script, start, line_end, before)
        whole = f"{CROSS_GUARD}\n{before}  {body}\n{before}fi"
        return (script.edit(start, line_end, whole),)
    alone = before.strip() in {"", "-", "script:", "- script:"} and (not after.strip() or comment)
    if not alone or "\n" in text[start:end]:
        return ()
    return _around(script, start, end)


def _guarded_in_line(script: BuildScript, command: Command) -> tuple[FileEdit, ...]:
    """`a && tests` becomes `a && if …; then tests; fi`, which succeeds where there are no tests."""
    negated = script.masked[: command.start].rstrip().endswith("!")
    if command.is_substitution or negated or not script.is_file:
        return ()
    return _around(script, command.start, command.end)


def _around(script: BuildScript, start: int, end: int) -> tuple[FileEdit, ...]:
    return (
        script.edit(start, start, f"{CROSS_GUARD} "),
        script.edit(end, end, "; fi"),
    )


def _indented(script: BuildScript, start: int, end: int, indent: str) -> str:
    """Continuation lines move with their statement, except those inside a text or a word."""
    first, *rest = script.text[start:end].splitlines(keepends=True)
    moved, position = [first], start + len(first)
    for line in rest:
        fixed = any(begin < position <= stop for begin, stop in script.shell.verbatim)
        fixed = fixed or (WORD_GOES_ON.search(moved[-1]) is not None and not line[0].isspace())
        moves = line.startswith(indent) and line.strip() and not fixed
        moved.append(f"  {line}" if moves else line)
        position += len(line)
    return "".join(moved)


def top_of_script(text: str) -> int:
    """Where commands can be put before everything else: after `#!` and `set -…` lines."""
    position = end = 0
    for line in text.splitlines(keepends=True):
        position += len(line)
        stripped = line.strip()
        if stripped.startswith(("#!", "set -")) or (position == len(line) and not stripped):
            end = position
        elif stripped and not stripped.startswith("#"):
            break
    return end
