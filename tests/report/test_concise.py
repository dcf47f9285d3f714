from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.report.concise import render

if TYPE_CHECKING:
    from condax.diagnostics import Diagnostic


def test_a_diagnostic_is_one_line_with_its_place(in_text: Diagnostic) -> None:
    assert render([in_text]).startswith(f"{in_text.path}:12:8: {in_text.code} {in_text.name}: ")


def test_a_binary_file_stands_for_itself(in_binary: Diagnostic) -> None:
    assert render([in_binary]).startswith(f"{in_binary.path}: {in_binary.code} ")


def test_a_safe_fix_is_marked(in_text: Diagnostic) -> None:
    assert f"{in_text.code} [*] " in render([replace(in_text, fix="safe")])
    assert "[*]" not in render([replace(in_text, fix="unsafe")])
