"""A symbolic link points out of the prefix, or to nothing.

## Why
An absolute link, or one with too many `..`, ends in a folder of the user's system that has nothing
to do with the package. A dangling link fails whoever opens it. If the package has dependencies that
are not known, they may bring the target, and a dangling link is a warning only.

## Bad
`lib/libtool.so -> /home/me/work/libtool.so.1`, or `lib/libtool.so -> libtool.so.1` without
`lib/libtool.so.1`.

## Fix
Make the link relative and inside the package: `ln -s libtool.so.1 $PREFIX/lib/libtool.so`.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from condax.audit.engine import Finding, check
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from condax.audit.artifact import Artifact
    from condax.audit.context import AuditContext

HOPS = 40
"""Links that Linux follows before it gives up (`ELOOP`)."""


@check("CV113", severity=Severity.ERROR)
def escaping_link(artifact: Artifact, context: AuditContext) -> Iterator[Finding]:
    """Every link that does not end at a file or folder of the package or a dependency."""
    links = artifact.links
    names = frozenset(artifact.files) | _folders(artifact)
    in_doubt = bool(context.doubt(artifact))
    for name, target in links.items():
        end = _resolve(name, links)
        if end in names or posixpath.basename(end) in (context.providers or {}):
            continue
        leaves = posixpath.isabs(end) or end.split("/")[0] == ".."
        fact = "leaves the prefix" if leaves else "points to nothing in the package"
        yield Finding(
            path=name,
            message=f"the link to {target!r} {fact}",
            hint="make it a relative link to a file of the package",
            severity=Severity.WARNING if in_doubt and not leaves else None,
        )


def _folders(artifact: Artifact) -> frozenset[str]:
    folders = {"."}
    for name in artifact.files:
        while name := posixpath.dirname(name):
            folders.add(name)
    return frozenset(folders)


def _resolve(name: str, links: Mapping[str, str]) -> str:
    """Where the link ends; a loop ends at no file."""
    for _ in range(HOPS):
        target = _next(name, links)
        if target is None:
            return name
        name = target
    return "a loop of links"


def _next(name: str, links: Mapping[str, str]) -> str | None:
    """The name with its first link followed, `None` if there is none in it."""
    parts = name.split("/")
    for count in range(1, len(parts) + 1):
        head = "/".join(parts[:count])
        if head in links:
            target = posixpath.join(posixpath.dirname(head), links[head], *parts[count:])
            return posixpath.normpath(target)
    return None
