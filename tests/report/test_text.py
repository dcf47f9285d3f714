from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.errors import (
    CondaxError,
    RecipeError,
    ToolFailedError,
    UsageError,
    VerificationError,
)
from condax.report.text import render, render_error, render_summary, wants_color

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic


@pytest.mark.golden
def test_findings_have_place_caret_and_hint(
    in_binary: Diagnostic, in_text: Diagnostic, golden: Callable[[str, str], None]
) -> None:
    golden("findings.txt", render([in_binary, in_text]))


def test_colour_changes_nothing_but_escapes(in_binary: Diagnostic, in_text: Diagnostic) -> None:
    colored = render([in_binary, in_text], color=True)
    assert "\x1b[1;31merror[CV104]" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == render([in_binary, in_text])


def test_a_span_without_its_line_is_a_place_only(in_text: Diagnostic) -> None:
    text = render([dataclasses.replace(in_text, source_line=None)])
    assert "recipe/recipe, v1.yaml:12:8\n" in text
    assert "^" not in text


def test_nothing_renders_as_nothing() -> None:
    assert render([]) == ""


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            UsageError("unknown platform 'linux_aarch46'", hint="did you mean 'linux-aarch64'?"),
            "error: unknown platform 'linux_aarch46'\n hint: did you mean 'linux-aarch64'?\n",
        ),
        (
            UsageError("there is no artifact 'x'", hint="check the path", where="x.conda"),
            "error: there is no artifact 'x'\n  --> x.conda\n hint: check the path\n",
        ),
        (
            ToolFailedError(
                "'make' ended with status 2",
                hint="read the log",
                tail=["cc -c a.c", "a.c:1: error"],
                log=Path("logs/xz.log"),
            ),
            "cc -c a.c\na.c:1: error\n\n"
            "error: 'make' ended with status 2\n  log logs/xz.log\n hint: read the log\n",
        ),
    ],
    ids=["plain", "where", "tool"],
)
def test_errors_are_a_fact_and_a_hint(error: CondaxError, text: str) -> None:
    assert render_error(error) == text


@pytest.mark.parametrize("kind", [RecipeError, VerificationError])
def test_findings_of_an_error_precede_it(
    kind: type[RecipeError] | type[VerificationError], in_text: Diagnostic
) -> None:
    text = render_error(kind("cannot go on", hint="look above", diagnostics=[in_text]))
    assert text == f"{render([in_text])}\nerror: cannot go on\n hint: look above\n"


def test_a_summary_counts_by_severity(in_binary: Diagnostic, in_text: Diagnostic) -> None:
    assert render_summary([]) == "no findings"
    assert render_summary([in_text]) == "1 warning"
    assert render_summary([in_text, in_binary, in_binary]) == "2 errors, 1 warning"


@pytest.mark.parametrize(
    ("env", "is_terminal", "expected"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    env: dict[str, str], *, is_terminal: bool, expected: bool
) -> None:
    assert wants_color(env, is_terminal=is_terminal) is expected
