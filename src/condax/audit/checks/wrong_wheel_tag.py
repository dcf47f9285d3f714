"""The `WHEEL` file of an installed distribution names another platform or Python.

## Why
pip and other tools read it to tell what is installed. A tag of the build machine shows that the
build system did not know the target, so that other things may be wrong too.

## Bad
`Tag: cp313-cp313-linux_x86_64` in a package for `linux-aarch64`, or any platform tag in a `noarch`
package.

## Fix
Name `cross-python_${{ host_platform }}` in the build requirements and build with `$PYTHON`. A
`noarch` package must not have extension modules.
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
    from condax.platforms import Platform

WHEEL = re.compile(r"(?:.*/python(?P<folder>\d\.\d+)t?/)?.*\.dist-info/WHEEL")
TAG = re.compile(rb"^Tag: *(?P<python>[\w.]+)-(?P<abi>[\w.]+)-(?P<platform>[\w.]+)", re.MULTILINE)
VERSIONED = re.compile(r"cp(?P<major>\d)(?P<minor>\d+)t?")
HINT = "name cross-python_${{ host_platform }} in the build requirements and build with $PYTHON"


@check("CV133", severity=Severity.ERROR)
def wrong_wheel_tag(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every `WHEEL` file with a tag that the package contradicts."""
    for name, file in artifact.files.items():
        match = WHEEL.fullmatch(name)
        if match is None:
            continue
        for tag in TAG.finditer(bytes(file.content)):
            said = _contradiction(tag, match["folder"], context.platform)
            if said:
                yield Finding(path=name, message=f"{tag[0].decode()!r} is {said}", hint=HINT)


def _contradiction(tag: re.Match[bytes], folder: str | None, platform: Platform) -> str:
    """What is wrong with a tag, empty if nothing is."""
    platforms = tag["platform"].decode().split(".")
    if platforms != ["any"] and not any(each.endswith(_ending(platform)) for each in platforms):
        return f"not for {platform}"
    version = VERSIONED.fullmatch(tag["abi"].decode())
    if version and folder and f"{version['major']}.{version['minor']}" != folder:
        return f"not for Python {folder}"
    return ""


def _ending(platform: Platform) -> str:
    return f"_{platform.wheel_cpu}"
