"""What the linter understands of build scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.lint.shell_tree import parse_shell

if TYPE_CHECKING:
    from condax.lint.shell import Command

GUARD = '[[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" ]]'


def only(text: str) -> Command:
    (command,) = parse_shell(text).commands
    return command


def named(text: str, name: str) -> Command:
    (command,) = (each for each in parse_shell(text).commands if each.name == name)
    return command


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("cmake -S . -B build", ["cmake", "-S", ".", "-B", "build"]),
        ("cmake \\\n  -DA=1 \\\n  ..", ["cmake", "-DA=1", ".."]),
        ("make ch\\\neck ONE=1\\\r\n2", ["make", "check", "ONE=12"]),
        ('"${PYTHON}" -m pip', ["${PYTHON}", "-m", "pip"]),
        ("echo 'a b' \"c d\"", ["echo", "a b", "c d"]),
        ('./configure --prefix="$PREFIX"/x', ["./configure", "--prefix=$PREFIX/x"]),
        ("make > log 2>&1", ["make"]),
        ("env CC=gcc make -j2", ["make", "-j2"]),
        ("time -p make", ["make"]),
        ("timeout 30 make check", ["make", "check"]),
        ("CC=gcc make", ["make"]),
        ("make # check", ["make"]),
    ],
)
def test_words_of_a_command(text: str, values: list[str]) -> None:
    assert [word.value for word in only(text).words] == values


@pytest.mark.parametrize(
    ("text", "name", "guards"),
    [
        ("make check", "make", []),
        (f"if {GUARD}; then\n  ctest\nfi", "ctest", [(GUARD, True)]),
        (f"if {GUARD}; then :; else ctest; fi", "ctest", [(GUARD, False)]),
        (f"if a; then b; elif {GUARD}; then ctest; fi", "ctest", [("a", False), (GUARD, True)]),
        (f"{GUARD} && ctest", "ctest", [(GUARD, True)]),
        (f"{GUARD} || ctest", "ctest", [(GUARD, False)]),
        (f"{GUARD} && ctest || true", "ctest", [(GUARD, True)]),
        ("a && b && ctest", "ctest", [("a", True), ("b", True)]),
        ("case $x in y|z) ctest;; esac", "ctest", [("$x in y|z", True)]),
        (f"if {GUARD}\nthen\n(cd b && ctest)\nfi", "ctest", [(GUARD, True), ("cd b", True)]),
    ],
)
def test_conditions_around_a_command(text: str, name: str, guards: list[tuple[str, bool]]) -> None:
    found = named(text, name).guards
    assert [(each.text, each.holds) for each in found] == guards


def test_a_guard_names_its_variables() -> None:
    (guard,) = named(f"{GUARD} && ctest", "ctest").guards
    assert guard.variables == {"CONDA_BUILD_CROSS_COMPILATION"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("x=$(uname -m)", "uname"),
        ('echo "on `uname -m`"', "uname"),
        ("if uname -m; then make; fi", "uname"),
        ("diff <(uname -m) y", "uname"),
        ("case `uname -m` in x86_64) make;; esac", "uname"),
        ('case "$(uname -m)" in x86_64) make;; esac', "uname"),
        ("for each in $(uname -m); do make; done", "uname"),
    ],
)
def test_commands_whose_answer_is_used(text: str, name: str) -> None:
    assert named(text, name).is_substitution


def test_assignments_before_a_command_and_on_their_own() -> None:
    script = parse_shell("export CC=gcc\nA=1\nCXX=g++ env LD=ld make")
    assert [(each.name, each.value, each.exported) for each in script.assignments] == [
        ("CC", "gcc", True),
        ("A", "1", False),
    ]
    (make,) = (each for each in script.commands if each.name == "make")
    assert [(each.name, each.value) for each in make.assignments] == [("CXX", "g++"), ("LD", "ld")]


def test_functions_and_what_runs_in_them() -> None:
    script = parse_shell("build() {\n  make\n}\nbuild")
    assert script.functions == ("build",)
    assert [(each.name, each.function) for each in script.commands] == [
        ("make", "build"),
        ("build", None),
    ]


def test_variables_in_here_documents_count() -> None:
    assert "CMAKE_ARGS" in parse_shell("cat <<EOF\n$CMAKE_ARGS\nEOF\n").variables


def test_places_are_offsets_in_characters() -> None:
    text = "# é ü\nmake check | tee log\n"
    command = named(text, "make")
    assert text[command.start : command.end] == "make check"
    assert text[command.line_start : command.line_end] == "make check | tee log"
    assert [text[word.start : word.end] for word in command.words] == ["make", "check"]


def test_a_statement_reaches_from_its_first_command_to_its_redirections() -> None:
    text = "set -e\ncd build && make check > log\n"
    command = named(text, "make")
    assert text[command.line_start : command.line_end] == "cd build && make check > log"


@pytest.mark.parametrize("text", ["if [", "make $(", "case x", "'", "((", "\x00", ""])
def test_broken_scripts_are_read_as_far_as_they_go(text: str) -> None:
    parse_shell(text + "\nmake\n")
