"""PyPI, or what pip is configured to use instead, for sources that may be sdists or wheels.

Only files are fetched: no build backend runs, as it would with `pip download`.
"""

from __future__ import annotations

import ast
import contextlib
import logging
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import InvalidVersion, Version

from condax.errors import SystemRefusedError, ToolFailedError, UsageError
from condax.sources.fixed import copy_of
from condax.sources.model import Candidate, Origin, Source
from condax.system.files import refusals, sha256_of
from condax.system.network import no_progress
from condax.system.process import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from unearth import Link, PackageFinder
    from unearth.fetchers import Fetcher

    from condax.sources.model import Fetch
    from condax.system.network import OnProgress
    from condax.system.process import Runner

BLOCK = 1 << 16
TIMEOUT = 10.0
"""Seconds for a connection and for every piece of data after that."""

SCOPES = ("global", "install", "download", ":env:")
"""Sections of pip's configuration, the later ones win; `:env:` are `PIP_…` variables."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PipSettings:
    """What pip is told about where packages are."""

    index_urls: tuple[str, ...] = ()
    """Empty for pip's default index."""
    find_links: tuple[str, ...] = ()
    trusted_hosts: tuple[str, ...] = ()
    cert: str | None = None
    """File with the certificate authorities to believe."""
    client_cert: str | None = None
    proxy: str | None = None


class PyPi:
    """Asks the indexes that pip would ask."""

    origin = Origin.PYPI

    def __init__(self, env: Mapping[str, str], run: Runner) -> None:
        """`env` is the environment that pip's configuration is read in."""
        self._env = env
        self._run = run
        self._finder: PackageFinder | None = None

    def candidates(self, source: Source) -> Iterator[Candidate]:
        """Files with the wanted sha256, else files with the wanted name and no sha256."""
        project = project_of(source.archive_name)
        if project is None:
            raise _nothing(f"{source.archive_name!r} is not named like an sdist or a wheel")
        with _refused(f"the index page of {project}"):
            packages = self._open().find_all_packages(project, allow_yanked=True)
            links = [package.link for package in packages]
        named = [link for link in links if link.filename == source.archive_name]
        found = [link for link in links if _sha256_of(link) == source.sha256]
        found += [link for link in named if _sha256_of(link) is None]
        if not found:
            other = f", only {named[0].filename} with another sha256" if named else ""
            raise _nothing(f"the project {project!r} has no such file{other}")
        for link in found:
            yield Candidate(where=link.redacted, fetch=self.download(link))

    def sdist(self, wanted: Requirement) -> Link | None:
        """The newest source archive that fits; a pre-release only where there is nothing else."""
        packages = self._open().find_matches(wanted, allow_yanked=False)
        found = [p for p in packages if not p.link.is_wheel]
        stable = (p for p in found if p.version and not Version(p.version).is_prerelease)
        first = next(stable, found[0] if found else None)
        return first.link if first else None

    def _open(self) -> PackageFinder:
        if self._finder is None:
            self._finder = open_finder(read_pip_settings(self._env, self._run))
        return self._finder

    def download(self, link: Link) -> Fetch:
        """How the file behind a link is had."""
        session = self._open().session

        def fetch(path: Path, on_progress: OnProgress) -> None:
            with _refused(link.redacted), session.get_stream(link.normalized) as response:
                response.raise_for_status()
                length = response.headers.get("Content-Length")
                done, total = 0, int(length) if length else None
                with refusals(path), path.open("wb") as stream:
                    for block in response.iter_bytes(BLOCK):
                        stream.write(block)
                        done += len(block)
                        on_progress(path.name, done, total)

        return copy_of(link.file_path) if link.is_file else fetch

    def lasting_url(self, link: Link, path: Path) -> str | None:
        """The address without a digest in it, which the next version has too, if there is one.

        PyPI serves the files of a project below `packages/source` beside its index; the file
        there has to be the one at `path`.
        """
        from unearth import Link

        base, simple, _ = (link.comes_from or "").partition("/simple/")
        project = project_of(link.filename)
        if not simple or project is None:
            return None
        url = f"{base}/packages/source/{project[0]}/{project}/{link.filename}"
        other = path.with_name(f"{path.name}.again")
        try:
            self.download(Link(url))(other, no_progress)
        except SystemRefusedError:
            return None
        return url if sha256_of(other) == sha256_of(path) else None


def project_of(file_name: str) -> str | None:
    """The project whose sdist or wheel could have this name."""
    with contextlib.suppress(InvalidWheelFilename, InvalidVersion):
        return parse_wheel_filename(file_name)[0]
    with contextlib.suppress(InvalidSdistFilename, InvalidVersion):
        return parse_sdist_filename(file_name)[0]
    return None


def read_pip_settings(env: Mapping[str, str], run: Runner) -> PipSettings:
    """What `pip config list` says; without pip, what its environment variables say."""
    try:
        listed = run([sys.executable, "-m", "pip", "config", "list"], env=env).stdout
    except ToolFailedError:
        pairs = [(name[4:], value) for name, value in env.items() if name.startswith("PIP_")]
        lines = [f":env:.{name.lower().replace('_', '-')}={value!r}" for name, value in pairs]
        listed = "\n".join(lines)
    return parse_pip_config(listed)


def parse_pip_config(listed: str) -> PipSettings:
    """Read lines such as `global.index-url='https://…'`; the scope that wins is in `SCOPES`."""
    values: dict[str, str] = {}
    for scope in SCOPES:
        for line in listed.splitlines():
            key, equals, value = line.partition("=")
            if equals and key.startswith(f"{scope}."):
                values[key.removeprefix(f"{scope}.")] = str(ast.literal_eval(value))
    if values.get("no-index", "").lower() in {"1", "true", "yes", "on"}:
        indexes: tuple[str, ...] = ()
    else:
        first = values.get("index-url") or _default_index()
        indexes = (first, *values.get("extra-index-url", "").split())
    return PipSettings(
        index_urls=indexes,
        find_links=tuple(shlex.split(values.get("find-links", ""))),
        trusted_hosts=tuple(values.get("trusted-host", "").split()),
        cert=values.get("cert"),
        client_cert=values.get("client-cert"),
        proxy=values.get("proxy"),
    )


def open_finder(settings: PipSettings) -> PackageFinder:
    """An `unearth` finder with pip's settings; it looks at nothing until it is asked."""
    import ssl

    from unearth import PackageFinder
    from unearth.auth import MultiDomainBasicAuth
    from unearth.fetchers import PyPIClient

    if not settings.index_urls and not settings.find_links:
        raise _nothing("pip is configured to use no index")
    # It warns of every index that has no such project, which is nothing to warn of.
    logging.getLogger("unearth").addHandler(logging.NullHandler())
    session = PyPIClient(
        trusted_hosts=settings.trusted_hosts,
        verify=ssl.create_default_context(cafile=settings.cert) if settings.cert else True,
        cert=settings.client_cert,
        timeout=TIMEOUT,
        follow_redirects=True,
        proxy=settings.proxy,
    )
    # Two requests a source are not worth connections that stay open until the process ends.
    session.headers["Connection"] = "close"
    session.auth = MultiDomainBasicAuth(prompting=False, index_urls=settings.index_urls)
    return PackageFinder(
        cast("Fetcher", session),
        index_urls=settings.index_urls,
        find_links=[link for link in settings.find_links if "://" in link or Path(link).exists()],
        trusted_hosts=settings.trusted_hosts,
        ignore_compatibility=True,
    )


def _default_index() -> str:
    from unearth import PackageFinder

    # With no source at all it takes the default index, whose address is not ours to repeat.
    return PackageFinder().sources[0]["url"]


def _sha256_of(link: Link) -> str | None:
    if link.hashes:
        return link.hashes.get("sha256")
    return link.hash if link.hash_name == "sha256" else None


@contextlib.contextmanager
def _refused(what: str) -> Iterator[None]:
    from unearth.preparer import HTTPErrors

    try:
        yield
    except HTTPErrors as e:
        raise _nothing(f"{what!r} cannot be fetched: {e}") from None


def _nothing(reason: str) -> SystemRefusedError:
    return SystemRefusedError(reason, hint="check `pip config list`")


def find_sdist(
    requirement: str, env: Mapping[str, str], folder: Path, on_progress: OnProgress
) -> tuple[Path, str]:
    """The newest sdist that fits, in `folder`, and the URL that it came from.

    Raises `UsageError` for what is no requirement and `SystemRefusedError` where there is no sdist.
    """
    try:
        wanted = Requirement(requirement)
    except InvalidRequirement:
        raise UsageError(
            f"{requirement!r} names no project", hint="write pypi:NAME or pypi:NAME==VERSION"
        ) from None
    place = PyPi(env, run)
    with _refused(f"the index page of {wanted.name}"):
        found = place.sdist(wanted)
    if found is None:
        raise _nothing(f"the project {requirement!r} has no source archive on the index")
    path = folder / found.filename
    place.download(found)(path, on_progress)
    return path, place.lasting_url(found, path) or found.url_without_fragment
