"""Findings of every kind: in a binary file, and in a line of a text file."""

from __future__ import annotations

import pytest

from condax.diagnostics import Diagnostic, Severity, Span


@pytest.fixture
def in_binary() -> Diagnostic:
    return Diagnostic(
        code="CV104",
        name="glibc-too-new",
        severity=Severity.ERROR,
        path="xz-5.4.1-h1_0.conda/lib/liblzma.so.5",
        message="the file needs read@GLIBC_2.34 of libc.so.6, the floor is glibc 2.17",
        hint='build against the sysroot of the floor (`stdlib("c")`)',
    )


@pytest.fixture
def in_text() -> Diagnostic:
    return Diagnostic(
        code="CX203",
        name="missing-stdlib",
        severity=Severity.WARNING,
        path="recipe/recipe, v1.yaml",
        message="100% of `compiler` calls need `stdlib`",
        hint="add it",
        span=Span(line=12, column=8, length=11),
        source_line='\t    - ${{ compiler("c") }}',
    )
