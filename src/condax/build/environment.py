"""What is in the environments that a package was built in, read from their `conda-meta`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from condax.build.channels import channel_folder, records_in
from condax.build.model import spec_name
from condax.channel.archive import read_info
from condax.errors import ToolNotFoundError, VerificationError
from condax.platforms import NOARCH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from condax.build.order import WorkOrder
    from condax.platforms import Platform

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
    """The folder of the host environment, whose name is filled up to 255 bytes."""
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Libraries:
    """What the run dependencies of a package bring."""

    providers: Mapping[str, str]
    """File name of a library → its package."""
    unknown: frozenset[str]
    """Dependencies, theirs included, of which nobody knows what they bring."""


def libraries_of(
    depends: Iterable[str],
    installed: Mapping[str, InstalledPackage],
    find: Callable[[str], InstalledPackage | None],
) -> Libraries:
    """Follow run dependencies; `find` answers with a package for a spec that is not installed."""
    providers: dict[str, str] = {}
    unknown = set()
    queue = list(depends)
    seen: set[str] = set()
    while queue:
        spec = queue.pop()
        name = spec_name(spec)
        if name.startswith("__") or name in seen:
            continue
        seen.add(name)
        package = installed.get(name) or find(spec)
        if package is None:
            unknown.add(name)
            continue
        queue.extend(package.depends)
        providers.update(
            {PurePosixPath(file).name: name for file in package.files if ".so" in file}
        )
    return Libraries(providers=providers, unknown=frozenset(unknown))


def needed_by_libraries(
    needed: Iterable[str], installed: Mapping[str, InstalledPackage], prefix: Path | None
) -> Mapping[str, tuple[str, ...]]:
    """`DT_NEEDED` of the libraries in an environment that files with `needed` load, by name."""
    from condax.audit.elf import read_elf

    if prefix is None:
        return {}
    paths = {
        PurePosixPath(file).name: prefix / file
        for package in installed.values()
        for file in package.files
        if ".so" in file
    }
    found: dict[str, tuple[str, ...]] = {}
    queue = list(needed)
    while queue:
        name = queue.pop()
        if name in found or name not in paths or not paths[name].is_file():
            continue
        elf = read_elf(memoryview(paths[name].read_bytes()))
        found[name] = elf.needed if elf is not None else ()
        queue.extend(found[name])
    return found


def package_in_folders(
    spec: str, channels: Sequence[str], platform: Platform
) -> InstalledPackage | None:
    """The package for a spec in the first of the channels that has one and is a local folder."""
    for folder in filter(None, map(channel_folder, channels)):
        archives = [
            (record, folder / subdir / file)
            for subdir in (platform.subdir, NOARCH.subdir)
            for file, record in records_in(folder / subdir).items()
            if record["name"] == spec_name(spec) and file.endswith(".conda")
        ]
        found = newest_match(spec, [record for record, _ in archives])
        for record, archive in archives:
            if record is found and archive.exists():
                return _packed_package(record, archive)
    return None


def newest_match(spec: str, records: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The record with the highest version and build number among those that a spec admits."""
    if not records:
        return None
    from rattler import MatchSpec, PackageRecord, Version
    from rattler.package.build_string import BuildString

    wanted = MatchSpec(spec)
    admitted = [
        record
        for record in records
        if wanted.matches(
            PackageRecord(
                name=record["name"],
                version=record["version"],
                build=BuildString(record["build"]),
                build_number=record["build_number"],
                subdir=record["subdir"],
            )
        )
    ]
    return max(admitted, key=lambda r: (Version(r["version"]), r["build_number"]), default=None)


def _packed_package(record: Mapping[str, Any], archive: Path) -> InstalledPackage:
    paths = read_info(archive, "paths.json")["paths"]
    return InstalledPackage(
        name=record["name"],
        version=record["version"],
        build=record["build"],
        subdir=record["subdir"],
        url=archive.as_uri(),
        depends=tuple(record.get("depends", ())),
        files=tuple(entry["_path"] for entry in paths),
    )
