from __future__ import annotations

import pytest

from condax.lint.batch import parse_batch


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cmake -S . ^\n  -B build\n", [("cmake", "-S", ".", "-B", "build")]),
        ('@call "%LIBRARY_BIN%\\CTest.exe" -j2\r\n', [("%LIBRARY_BIN%\\CTest.exe", "-j2")]),
        ("REM ctest\n:: ctest\n:end\necho ctest\nset X=ctest\n\n", []),
        ("if errorlevel 1 exit 1\n", [("exit", "1")]),
    ],
    ids=["continued", "called-by-path", "no-commands", "inline-if"],
)
def test_the_commands_of_a_script(text: str, expected: list[tuple[str, ...]]) -> None:
    assert [each.words for each in parse_batch(text)] == expected


def test_a_command_is_where_its_program_stands_and_has_a_plain_name() -> None:
    text = "cd build\n@call CMake.EXE --build .\n"
    _, command = parse_batch(text)
    assert (command.name, text[command.start : command.name_end]) == ("cmake", "CMake.EXE")
    assert text[command.start : command.end] == "CMake.EXE --build ."


def test_conditions_end_with_their_block() -> None:
    text = "if not defined X (\n  a\n) else (\n  b\n)\nc\nif 1==1 d\n"
    assert [(each.name, each.guards) for each in parse_batch(text)] == [
        ("a", ("if not defined X (",)),
        ("b", (") else (",)),
        ("c", ()),
        ("d", ("if 1==1",)),
    ]


@pytest.mark.parametrize("line", ["a & ctest", "if 1==1 ctest"])
def test_a_command_that_shares_its_line_is_not_alone(line: str) -> None:
    assert [each.is_alone for each in parse_batch(line)] == [False]
