"""Checks on finished artifacts.

```python
>>> from condax.audit import context_for, load_artifact, run_checks
>>> artifact = load_artifact(Path("xz-5.4.1-h7b_0.conda"))
>>> run_checks(artifact, context_for(artifact)).errors
()
```
"""

from __future__ import annotations

from condax.audit.artifact import Artifact, PackagedFile, load_artifact
from condax.audit.compiled import BuildFolders, BuildHeader, build_headers
from condax.audit.context import AuditContext, context_for
from condax.audit.elf import ElfFile, read_elf
from condax.audit.engine import (
    AuditReport,
    Check,
    Finding,
    all_checks,
    audit_artifact,
    check_names,
    run_checks,
)

__all__ = [
    "Artifact",
    "AuditContext",
    "AuditReport",
    "BuildFolders",
    "BuildHeader",
    "Check",
    "ElfFile",
    "Finding",
    "PackagedFile",
    "all_checks",
    "audit_artifact",
    "build_headers",
    "check_names",
    "context_for",
    "load_artifact",
    "read_elf",
    "run_checks",
]
