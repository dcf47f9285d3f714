from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from condax.errors import SystemRefusedError
from condax.sources.debian import Debian, Hit, condense, search
from condax.system.files import sha256_of
from condax.system.network import no_progress
from condax.system.process import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from condax.sources import Source

    from .conftest import Tarball

SHA, OTHER_SHA = "1" * 64, "2" * 64
INDEX = f"""\
Package: foo
Files:
 {"0" * 32} 100 foo_1.0.orig.tar.gz
Checksums-Sha256:
 {"3" * 64} 2000 foo_1.0-1.dsc
 {SHA} 100 foo_1.0.orig.tar.gz
 {"4" * 64} 5 foo_1.0.orig.tar.gz.asc
 {"5" * 64} 300 foo_1.0-1.debian.tar.xz
Directory: pool/main/f/foo

Package: native
Directory: pool/main/n/native
Checksums-Sha256:
 {OTHER_SHA} 7 native_2.tar.xz
"""


@dataclass(frozen=True, kw_only=True)
class Repository:
    """A Debian archive in a folder."""

    root: Path

    def line(self, suite: str) -> str:
        return f"deb [trusted=yes] {self.root.as_uri()} {suite} main\n"

    def publish(self, suite: str, tarball: Tarball) -> None:
        """Add one source package to a suite."""
        pool = self.root / "pool/main/f/foo"
        pool.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tarball.path, pool / "foo_1.0.orig.tar.gz")
        size = tarball.path.stat().st_size
        text = (
            "Package: foo\nVersion: 1.0-1\nFormat: 3.0 (quilt)\n"
            f"Checksums-Sha256:\n {tarball.sha256} {size} foo_1.0.orig.tar.gz\n"
            "Directory: pool/main/f/foo\n\n"
        )
        self.write_index(suite, text)

    def write_index(self, suite: str, text: str) -> None:
        folder = self.root / "dists" / suite
        sources = folder / "main/source/Sources"
        sources.parent.mkdir(parents=True, exist_ok=True)
        sources.write_text(text)
        line = f" {sha256_of(sources)} {sources.stat().st_size} main/source/Sources\n"
        head = f"Suite: {suite}\nCodename: {suite}\nComponents: main\nArchitectures: amd64\n"
        date = "Date: Sat, 01 Jan 2022 00:00:00 UTC\n"
        (folder / "Release").write_text(f"{head}{date}SHA256:\n{line}")


@pytest.fixture
def repository(tmp_path: Path, require: Callable[[str], str]) -> Repository:
    require("apt-get")
    return Repository(root=tmp_path / "debian")


@pytest.fixture
def source(tarball: Tarball) -> Source:
    return tarball.source("https://example.invalid/foo-1.0.tar.gz")


def test_an_index_keeps_upstream_tarballs_only() -> None:
    assert condense(INDEX.encode(), "http://mirror.invalid/debian/").decode().splitlines() == [
        f"{SHA} 100 http://mirror.invalid/debian/pool/main/f/foo/foo_1.0.orig.tar.gz",
        f"{OTHER_SHA} 7 http://mirror.invalid/debian/pool/main/n/native/native_2.tar.xz",
    ]


def test_a_digest_is_found_in_an_index_and_only_at_the_start_of_a_line(tmp_path: Path) -> None:
    index = tmp_path / "index"
    index.write_bytes(condense(INDEX.encode(), "http://m"))
    url = "http://m/pool/main/n/native/native_2.tar.xz"
    assert list(search(index, OTHER_SHA)) == [Hit(sha256=OTHER_SHA, size=7, url=url)]
    assert list(search(index, "3" * 64)) == []
    assert list(search(tmp_path / "missing", SHA)) == []


@pytest.mark.integration
def test_a_tarball_of_the_configured_suite_is_fetched_by_apt(
    repository: Repository,
    apt: Callable[[str], dict[str, str]],
    source: Source,
    tarball: Tarball,
    tmp_path: Path,
) -> None:
    repository.publish("mine", tarball)
    debian = Debian(tmp_path / "cache", apt(repository.line("mine")), run)
    [candidate] = debian.candidates(source)
    candidate.fetch(tmp_path / "file", no_progress)
    assert candidate.where.endswith("/pool/main/f/foo/foo_1.0.orig.tar.gz")
    assert (tmp_path / "file").read_bytes() == tarball.path.read_bytes()


@pytest.mark.integration
def test_another_release_of_debian_on_the_same_mirror_is_asked(
    repository: Repository,
    apt: Callable[[str], dict[str, str]],
    source: Source,
    tarball: Tarball,
    tmp_path: Path,
) -> None:
    repository.write_index("bookworm", INDEX)
    repository.publish("trixie", tarball)
    told: list[str] = []
    debian = Debian(tmp_path / "cache", apt(repository.line("bookworm")), run, told.append)
    assert next(debian.candidates(source)).where.endswith("foo_1.0.orig.tar.gz")
    kept = sorted(p.name.rpartition("-")[0] for p in (tmp_path / "cache").glob("*.txt"))
    assert kept == ["bookworm", "trixie"]
    assert told[:1] == ["Debian's list of sources in bookworm"]


@pytest.mark.integration
def test_an_index_is_fetched_again_only_after_a_day(
    repository: Repository,
    apt: Callable[[str], dict[str, str]],
    source: Source,
    tarball: Tarball,
    tmp_path: Path,
) -> None:
    env = apt(repository.line("mine"))
    repository.write_index("mine", INDEX)

    def look() -> list[str]:
        return [c.where for c in Debian(tmp_path / "cache", env, run).candidates(source)]

    with pytest.raises(SystemRefusedError, match="no tarball with this sha256 in mine"):
        look()
    repository.publish("mine", tarball)
    with pytest.raises(SystemRefusedError):
        look()
    [index] = (tmp_path / "cache").glob("*.txt")
    yesterday = time.time() - 25 * 60 * 60
    os.utime(index, (yesterday, yesterday))
    assert len(look()) == 1


@pytest.mark.integration
def test_nothing_of_apts_state_is_left(
    repository: Repository,
    apt: Callable[[str], dict[str, str]],
    source: Source,
    tarball: Tarball,
    tmp_path: Path,
) -> None:
    repository.publish("mine", tarball)
    list(Debian(tmp_path / "cache", apt(repository.line("mine")), run).candidates(source))
    kinds = {path.suffix for path in (tmp_path / "cache").rglob("*")}
    assert kinds == {".txt", ".lock"}


@pytest.mark.integration
def test_an_archive_that_does_not_answer_is_named(
    repository: Repository,
    apt: Callable[[str], dict[str, str]],
    source: Source,
    dead_url: str,
    tmp_path: Path,
) -> None:
    env = apt(f"deb [trusted=yes] {dead_url} mine main\n")
    debian = Debian(tmp_path / "cache", env, run)
    with pytest.raises(SystemRefusedError, match=r"in any suite; mine: .*onnect") as caught:
        list(debian.candidates(source))
    assert "\n" not in str(caught.value)


@pytest.mark.integration
def test_an_index_with_a_wrong_digest_is_not_believed(
    repository: Repository,
    apt: Callable[[str], dict[str, str]],
    source: Source,
    tarball: Tarball,
    tmp_path: Path,
) -> None:
    repository.publish("mine", tarball)
    sources = repository.root / "dists/mine/main/source/Sources"
    sources.write_text(sources.read_text().replace("foo_1.0", "bar_1.0"))
    debian = Debian(tmp_path / "cache", apt(repository.line("mine")), run)
    with pytest.raises(SystemRefusedError):
        list(debian.candidates(source))


@pytest.mark.integration
def test_the_systems_update_hooks_do_not_run(
    repository: Repository,
    apt: Callable[[str], dict[str, str]],
    source: Source,
    tarball: Tarball,
    tmp_path: Path,
) -> None:
    env = apt(repository.line("mine"))
    hook = tmp_path / "hook-ran"
    with (tmp_path / "apt/apt.conf").open("a") as conf:
        conf.write(f'APT::Update::Post-Invoke {{ "touch {hook}"; }};\n')
    repository.publish("mine", tarball)
    list(Debian(tmp_path / "cache", env, run).candidates(source))
    assert not hook.exists()


@pytest.mark.integration
def test_bzip2_comes_from_debians_archive(require: Callable[[str], str], tmp_path: Path) -> None:
    from condax.sources import Source

    require("apt-get")
    sha256 = "ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269"
    source = Source(urls=("https://example.invalid/bzip2-1.0.8.tar.gz",), sha256=sha256)
    candidate = next(Debian(tmp_path / "cache", os.environ, run).candidates(source))
    candidate.fetch(tmp_path / "bzip2.tar.gz", no_progress)
    assert sha256_of(tmp_path / "bzip2.tar.gz") == sha256
    assert subprocess.run(["gzip", "-t", tmp_path / "bzip2.tar.gz"], check=False).returncode == 0
