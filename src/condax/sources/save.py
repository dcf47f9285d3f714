"""Filling a folder that serves as a source mirror elsewhere."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from condax.errors import CondaxError, SystemRefusedError, VerificationError
from condax.sources.resolve import Resolver
from condax.system.files import refusals, sha256_of, temporary_directory
from condax.system.network import no_progress

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from condax.sources.model import Resolved, Source, SourceOptions
    from condax.system.network import OnProgress


def save_sources(
    sources: Iterable[Source],
    options: SourceOptions,
    folder: Path,
    on_progress: OnProgress = no_progress,
) -> tuple[Resolved, ...]:
    """Resolve sources and copy each to `<folder>/<sha256>/<file name>`, unless it is there.

    All are tried before an error about those that failed is raised; the others are in the folder.
    """
    resolver = Resolver(options)
    outcomes = [_outcome(resolver, source, on_progress) for source in sources]
    saved = [each for each in outcomes if not isinstance(each, CondaxError)]
    for resolved in saved:
        _copy(resolved, folder)
    failures = [each for each in outcomes if isinstance(each, CondaxError)]
    if failures:
        first = failures[0]
        raise type(first)("\n".join(str(each) for each in failures), hint=first.hint)
    return tuple(saved)


def _outcome(
    resolver: Resolver, source: Source, on_progress: OnProgress
) -> Resolved | SystemRefusedError | VerificationError:
    try:
        return resolver.resolve(source, on_progress)
    except (SystemRefusedError, VerificationError) as e:
        return e


def _copy(resolved: Resolved, folder: Path) -> None:
    # Its own digest, which is another than the source's where an equivalent archive stands in.
    sha256 = sha256_of(resolved.path)
    destination = folder / sha256 / resolved.path.name
    if destination.is_file() and sha256_of(destination) == sha256:
        return
    with temporary_directory(destination.parent) as work, refusals(destination):
        shutil.copyfile(resolved.path, work / destination.name)
        (work / destination.name).replace(destination)
