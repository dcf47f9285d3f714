"""What commands of a build script are: configure steps, test runs, Python's tools."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from condax.lint.scripts import BuildScript
    from condax.lint.shell import Command, Word

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
MAKERS = MAKE | {"cmake"}
"""Programs of which some words are goals."""
BUILDERS = MAKE | {"scons", "b2", "xmake", "waf"}
"""Programs that build when they are told nothing."""
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
MODULES = TEST_MODULES | {"pip", "pip3"}
"""Programs that are modules of Python."""
PYTHONS = frozenset({"python", "python3", "$PYTHON", "${PYTHON}"})
NO_GOAL = frozenset("=$` \t\n")
"""Marks of words that are no goals by their text: `V=1`, `${OPTIONS}`, `'a b'`."""
DEFAULT = re.compile(r":-_*\}$")
"""`${PYTHON:-_}`: what stands in for a variable that is not set."""
ARRAY = re.compile(r"\$\{(\w+)\[[@*]\]\}")
ITEM = re.compile(r"[\s()\"']+")


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
    if words and words[0].value in MODULES:
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
    return DEFAULT.sub("}", value).rpartition("/")[2]


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
    if command.name not in MAKERS:
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
    if name in BUILDERS:
        return runs_tests(command) is None
    if name == "cmake":
        return command.has_argument("--build")
    return (name, first) in {("cargo", "build"), ("go", "build"), ("meson", "compile")}
