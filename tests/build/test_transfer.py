from __future__ import annotations

import json
from pathlib import Path

import pytest

from condax.build.transfer import error_from_json, error_to_json
from condax.diagnostics import Diagnostic, Severity, Span
from condax.errors import (
    CondaxError,
    RecipeError,
    SystemRefusedError,
    ToolFailedError,
    VerificationError,
)

FINDING = Diagnostic(
    code="CV101",
    name="x",
    severity=Severity.WARNING,
    path="lib/a",
    message="m",
    hint="h",
    span=Span(line=1, column=2),
)


@pytest.mark.parametrize(
    "error",
    [
        SystemRefusedError("full", hint="free space", where="/disk"),
        ToolFailedError(
            "no", hint="h", argv=("a", "b"), returncode=3, tail=("x", "y"), log=Path("/log")
        ),
        RecipeError("bad", hint="h", diagnostics=(FINDING,)),
        VerificationError("bad", hint="h", where="w", diagnostics=(FINDING,)),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_survives_the_way_from_the_worker(error: CondaxError) -> None:
    document = json.loads(json.dumps(error_to_json(error)))
    back = error_from_json(document)
    assert type(back) is type(error)
    assert str(back) == str(error)
    assert vars(back) == vars(error)
