"""A feedstock that cross-compiles has another platform built under emulation.

## Why
CI has no machines of the platform: with `provider` the compiler itself runs under qemu, which takes
several times as long and often longer than a job may. The feedstock cross-compiles other platforms
already. Platforms with machines of their own (linux_aarch64 on GitHub Actions) are left alone:
their builds are native.

## Bad
    # conda-forge.yml
    build_platform:
      linux_aarch64: linux_64
    provider:
      linux_ppc64le: default
    test: native_and_emulated

## Good
    # conda-forge.yml
    build_platform:
      linux_aarch64: linux_64
      linux_ppc64le: linux_64
    test: native_and_emulated

## Fix
Unsafe: what `condax rerender --cross` does: moves the platform from `provider` to
`build_platform`, and has tests run where an emulator can run them. The recipe may need other rules'
fixes before it cross-compiles; afterwards the feedstock has to be rerendered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import UNSAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext


@rule("CX618", severity=Severity.WARNING, fix=UNSAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Platforms in `provider`, of feedstocks that build anything for a platform."""
    forge = context.forge_config
    if forge is None or "build_platform" not in forge.text or "provider" not in forge.text:
        return
    if all(output.noarch is not None for output in context.outputs) or not forge.crosses:
        return
    for row in forge.emulated:
        span = forge.config.file.places.get(f"provider.{row.platform.ci_key}")
        if span is not None:
            yield Finding(
                at=forge.place(span),
                message=f"{row.platform.ci_key!r} is built under emulation",
                hint="cross-compile it with `build_platform`, as other platforms are",
                fix=forge.with_cross(row.platform),
            )
