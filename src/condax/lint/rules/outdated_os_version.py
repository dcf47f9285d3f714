"""`os_version` asks for an image that is older than the default.

## Why
The image's C library only matters for running tests: packages are compiled against the sysroot.
Old images lack programs that builds need, and are about to go.

## Bad
    # conda-forge.yml
    os_version:
      linux_64: cos7

## Good
    # conda-forge.yml
    test: native_and_emulated
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.forge import ForgeLint

OLD = re.compile(r"^\s+linux_\w+:\s*(cos6|cos7|alma8|ubi8)\b", re.MULTILINE)


@rule("CX606", severity=Severity.WARNING)
def check(forge_config: ForgeLint | None) -> Iterator[Finding]:
    """Images with the C library of CentOS 7 or RHEL 8."""
    if forge_config is None:
        return
    for found in OLD.finditer(forge_config.text):
        section = forge_config.text.find("os_version:")
        if 0 <= section < found.start():
            yield Finding(
                at=Place(file=forge_config.file, start=found.start(1), end=found.end(1)),
                message=f"`{found[1]}` is older than the default image",
                hint="remove the line",
            )
