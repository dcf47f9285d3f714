"""Compiled Python code is for another version than the folder it lies in.

## Why
Python ignores `.pyc` files of other versions and compiles again at every start, or writes new files
that the package manager does not know. It means that another Python than the target's compiled
them.

## Bad
`lib/python3.13/site-packages/tool/__pycache__/core.cpython-311.pyc`.

## Fix
Remove `__pycache__` from the package, or compile with the Python of the host environment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext

BYTECODE = re.compile(
    r"lib/python(?P<folder>\d\.\d+)t?/.*__pycache__/.*"
    r"\.cpython-(?P<major>\d)(?P<minor>\d+)t?(\.opt-\d)?\.pyc"
)


@check("CV132", severity=Severity.WARNING)
def wrong_bytecode_version(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every `.pyc` that the Python of its folder ignores."""
    del context
    for name in artifact.files:
        match = BYTECODE.fullmatch(name)
        if match and f"{match['major']}.{match['minor']}" != match["folder"]:
            version = f"{match['major']}.{match['minor']}"
            yield Finding(
                path=name,
                message=f"the code is for Python {version}, the folder for {match['folder']}",
                hint="remove __pycache__, or compile with the Python of the host environment",
            )
