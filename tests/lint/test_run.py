"""Many recipes at once: several processes find what one does, in the same order."""

from __future__ import annotations

from pathlib import Path

from condax.lint import SAFE, LintOptions, lint
from condax.lint.run import WORTH_A_PROCESS

SEEDED = Path(__file__).parent / "seeded"


def test_two_processes_find_and_fix_what_one_does() -> None:
    options = LintOptions(fix=SAFE)
    alone, shared = (lint(SEEDED, options=options, processes=each) for each in (1, 2))
    assert len(alone.folders) >= 2 * WORTH_A_PROCESS
    assert alone.diagnostics == shared.diagnostics
    assert alone.changes == shared.changes
