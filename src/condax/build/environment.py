"""What is in the environments that a package was built in, read from their `conda-meta`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from condax.build.model import spec_name, spec_names
from condax.errors import ToolNotFoundError, VerificationError
from condax.platforms import NOARCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from condax.build.order import WorkOrder

HOST_PREFIX, BUILD_PREFIX = "host_env*", "build_env"


@dataclass(frozen=True, kw_only=True, slots=True)
class InstalledPackage:
    """A package of an environment."""

    name: str
    version: str
    build: str
    subdir: str
    url: str
    depends: tuple[str, ...]
    files: tuple[str, ...]


def installed_packages(prefix: Path | None) -> dict[str, InstalledPackage]:
    """By name; empty where there is no environment."""
    if prefix is None:
        return {}
    found = {}
    for path in sorted(prefix.glob("conda-meta/*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        found[record["name"]] = InstalledPackage(
            name=record["name"],
            version=record["version"],
            build=record["build"],
            subdir=record["subdir"],
            url=record["url"],
            depends=tuple(record.get("depends", ())),
            files=tuple(record.get("files", ())),
        )
    return found


def host_prefix(order: WorkOrder) -> Path | None:
    """The folder of the host environment, whose name is filled up to 255 characters."""
    return next(order.build_folder.glob(HOST_PREFIX), None)


def check_host(order: WorkOrder, packages: Iterable[InstalledPackage]) -> None:
    """Raise unless everything in the host environment is for the host platform.

    rattler-build resolves it for the machine's own platform when it is not told otherwise, without
    a word; and a program of the machine must not become a library of the target.
    """
    host = order.job.platforms.host
    for package in packages:
        if package.subdir not in {host.subdir, NOARCH.subdir}:
            raise VerificationError(
                f"the host environment of {order.job} has {package.name} for {package.subdir}",
                hint="report this as a bug of condax, with the log",
                where=str(order.log),
            )
        if order.external_channel and package.url.startswith(order.external_channel):
            raise ToolNotFoundError(
                f"{order.job} needs {package.name!r} in its host environment, and only this"
                " machine has it",
                hint=f"add a channel that has {package.name!r}: -c conda-forge",
                where="channels: " + ", ".join(c for c in order.channels if c != package.url),
            )


def library_providers(
    depends: Iterable[str], packages: Mapping[str, InstalledPackage]
) -> dict[str, str] | None:
    """File name of every library that run dependencies bring → its package.

    `None` when one of the dependencies, or of theirs, was not in the host environment, so that
    nobody knows what it brings.
    """
    providers: dict[str, str] = {}
    queue = [spec_name(spec) for spec in depends]
    seen: set[str] = set()
    while queue:
        name = queue.pop()
        if name.startswith("__") or name in seen:
            continue
        seen.add(name)
        package = packages.get(name)
        if package is None:
            return None
        queue.extend(spec_names(package.depends))
        providers.update(
            {PurePosixPath(file).name: name for file in package.files if ".so" in file}
        )
    return providers
