"""An extension module is named for another platform or Python than the package.

## Why
Python looks for extension modules by suffix: the one for linux-aarch64 reads
`.cpython-313-aarch64-linux-gnu.so`. A module with the build machine's suffix is never found, and
the package fails with `ModuleNotFoundError` on the user's machine only.

## Bad
`lib/python3.13/site-packages/tool/_fast.cpython-313-x86_64-linux-gnu.so` in a package for
`linux-aarch64`, or `_fast.cpython-312-aarch64-linux-gnu.so` in that folder.

## Fix
Name `cross-python_${{ host_platform }}` and `python` in the build requirements, and build with
`$PYTHON`. Build systems that ask another Python have to be told: `SETUPTOOLS_EXT_SUFFIX`,
`-DPython_SOABI`.
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

MODULE = re.compile(
    r"lib/python(?P<folder>\d\.\d+t?)/.*\.cpython-(?P<major>\d)(?P<minor>\d+t?)-(?P<multiarch>[^.]+)\.so"
)
HINT = "name cross-python_${{ host_platform }} in the build requirements and build with $PYTHON"


@check("CV131", severity=Severity.ERROR)
def wrong_extension_suffix(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every extension module whose suffix Python will not look for."""
    wanted = context.platform.debian_triplet
    for name in artifact.files:
        match = MODULE.fullmatch(name)
        if match is None:
            continue
        version = f"{match['major']}.{match['minor']}"
        if wanted and match["multiarch"] != wanted:
            said = f"the suffix is for {match['multiarch']}, {context.platform} needs {wanted}"
            yield Finding(path=name, message=said, hint=HINT)
        elif version != match["folder"]:
            said = f"the suffix is for Python {version}, the folder for {match['folder']}"
            yield Finding(path=name, message=said, hint=HINT)
