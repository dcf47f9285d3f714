"""A script starts a Python that is not the package's.

## Why
A script that names the Python of the build environment, or the machine's, does not run on the
user's machine, or runs with the wrong packages. conda rewrites only the host prefix.

## Bad
`bin/tool` that starts with `#!/home/me/build_env/venv/bin/python` or `#!/usr/bin/python3`.

## Fix
Install scripts with the Python of the host environment: `$PYTHON -m pip install`. The first line
then names `$PREFIX/bin/python`, which installers replace. `#!/usr/bin/env python` passes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.audit.artifact import Artifact, PackagedFile
    from condax.audit.context import AuditContext

SHEBANG = re.compile(rb"#! *(?P<path>/[^ \n]*/python[\d.]*t?)(?= |\n|$)")
LONGEST = 1024
FOLDERS = ("bin/", "sbin/", "libexec/")


@check("CV134", severity=Severity.ERROR)
def wrong_python_shebang(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every program whose first line names a Python outside of the prefix."""
    del context
    for name, file in artifact.files.items():
        path = _interpreter(file) if name.startswith(FOLDERS) else None
        if path and not path.startswith(file.placeholder or "\0"):
            yield Finding(
                path=name,
                message=f"the script starts {path!r}, which is not in the prefix",
                hint="install it with `$PYTHON -m pip install`, or start it with /usr/bin/env",
            )


def _interpreter(file: PackagedFile) -> str | None:
    match = SHEBANG.match(bytes(file.content[:LONGEST]))
    return match["path"].decode("utf-8", "replace") if match else None
