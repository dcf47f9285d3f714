from __future__ import annotations

from typing import TYPE_CHECKING

from condax.report.github import render

if TYPE_CHECKING:
    from condax.diagnostics import Diagnostic


def test_a_finding_is_one_command(in_binary: Diagnostic) -> None:
    assert render([in_binary]) == (
        "::error file=xz-5.4.1-h1_0.conda/lib/liblzma.so.5,title=CV104 glibc-too-new::"
        "the file needs read@GLIBC_2.34 of libc.so.6, the floor is glibc 2.17"
        '%0Ahint: build against the sysroot of the floor (`stdlib("c")`)\n'
    )


def test_commas_and_percent_signs_are_escaped(in_text: Diagnostic) -> None:
    assert render([in_text]) == (
        "::warning file=recipe/recipe%2C v1.yaml,line=12,col=8,title=CX203 missing-stdlib::"
        "100%25 of `compiler` calls need `stdlib`%0Ahint: add it\n"
    )
