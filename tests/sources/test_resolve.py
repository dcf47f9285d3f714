from __future__ import annotations

import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from condax.errors import RecipeError, SystemRefusedError, VerificationError
from condax.sources import Origin, Resolver, Source, SourceOptions
from condax.sources.equivalents import load_equivalents
from condax.sources.resolve import LOCK
from condax.system.files import sha256_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Site, Tarball


def serve(site: Site, tarball: Tarball) -> str:
    shutil.copyfile(tarball.path, site.root / "foo-1.0.tar.gz")
    return f"{site.url}/foo-1.0.tar.gz"


def files_below(folder: Path) -> list[str]:
    """Names of all files except locks."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")
    return sorted(str(path.relative_to(folder)) for path in paths if path.name != LOCK)


def test_upstream_is_asked_once_and_then_the_cache(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions]
) -> None:
    source = tarball.source(serve(site, tarball))
    first = Resolver(options()).resolve(source)
    second = Resolver(options()).resolve(source)
    assert (first.origin, first.where) == (Origin.UPSTREAM, source.urls[0])
    assert second.origin is Origin.CACHE
    assert first.path == second.path == options().cache / tarball.sha256 / "foo-1.0.tar.gz"
    assert first.path.read_bytes() == tarball.path.read_bytes()
    assert site.requests == ["/foo-1.0.tar.gz"]


def test_a_mirror_is_asked_before_upstream(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions]
) -> None:
    source = tarball.source(serve(site, tarball))
    resolved = Resolver(options(tarball.path.parent)).resolve(source)
    assert (resolved.origin, resolved.where) == (Origin.MIRROR, str(tarball.path))
    assert site.requests == []


def test_a_url_serves_as_mirror(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions], dead_url: str
) -> None:
    (site.root / tarball.sha256).mkdir()
    shutil.copyfile(tarball.path, site.root / tarball.sha256 / "foo-1.0.tar.gz")
    source = tarball.source(f"{dead_url}/foo-1.0.tar.gz")
    resolved = Resolver(options(site.url)).resolve(source)
    assert resolved.where == f"{site.url}/{tarball.sha256}/foo-1.0.tar.gz"


def test_the_next_url_is_taken_when_the_first_fails(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions], dead_url: str
) -> None:
    source = tarball.source(f"{dead_url}/foo-1.0.tar.gz", serve(site, tarball))
    resolved = Resolver(options()).resolve(source)
    assert resolved.where == source.urls[1]
    assert [attempt.where for attempt in resolved.attempts] == [source.urls[0]]


def test_a_wrong_digest_is_told_with_both_and_where_it_came_from(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions]
) -> None:
    wanted = "0" * 64
    url = serve(site, tarball)
    with pytest.raises(VerificationError) as caught:
        Resolver(options()).resolve(Source(urls=(url,), sha256=wanted))
    message = str(caught.value)
    assert f"has not the sha256 {wanted} of the recipe" in message
    assert f"{url}: has sha256 {tarball.sha256}" in message
    assert files_below(options().cache) == []


def test_a_wrong_file_in_a_mirror_does_not_hide_the_right_one_upstream(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions], tmp_path: Path
) -> None:
    (tmp_path / "mirror").mkdir()
    (tmp_path / "mirror/foo-1.0.tar.gz").write_text("another version")
    source = tarball.source(serve(site, tarball))
    resolved = Resolver(options(tmp_path / "mirror")).resolve(source)
    assert resolved.origin is Origin.UPSTREAM
    assert resolved.attempts[0].actual_sha256 == sha256_of(tmp_path / "mirror/foo-1.0.tar.gz")


def test_everything_that_was_tried_is_listed(
    tarball: Tarball, options: Callable[..., SourceOptions], dead_url: str, tmp_path: Path
) -> None:
    url = f"{dead_url}/foo-1.0.tar.gz"
    with pytest.raises(SystemRefusedError) as caught:
        Resolver(options(tmp_path / "empty")).resolve(tarball.source(url))
    first, *tried = str(caught.value).splitlines()
    assert first == f"the source 'foo-1.0.tar.gz' with sha256 {tarball.sha256} cannot be had:"
    assert [line.split(":")[0] for line in tried[:2]] == [
        "  source mirror",
        "  cannot fetch 'http",
    ]
    assert tried[1].endswith("connection refused")
    assert tried[2].startswith("  PyPI: ")
    assert tried[3].startswith("  Debian: ")
    assert "--source-mirror" in caught.value.hint
    assert files_below(options().cache) == []


def test_offline_asks_the_cache_and_folders_only(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions]
) -> None:
    source = tarball.source(serve(site, tarball))
    with pytest.raises(SystemRefusedError):
        Resolver(options(site.url, offline=True)).resolve(source)
    resolved = Resolver(options(tarball.path.parent, offline=True)).resolve(source)
    again = Resolver(options(offline=True)).resolve(source)
    assert (resolved.origin, again.origin) == (Origin.MIRROR, Origin.CACHE)
    assert site.requests == []


def test_a_damaged_cache_is_filled_anew(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions]
) -> None:
    source = tarball.source(serve(site, tarball))
    path = Resolver(options()).resolve(source).path
    path.write_bytes(path.read_bytes()[:-1])
    assert Resolver(options()).resolve(source).origin is Origin.UPSTREAM
    assert sha256_of(path) == tarball.sha256


def test_relics_of_a_killed_download_are_removed(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions]
) -> None:
    relic = options().cache / tarball.sha256 / ".condax-killed"
    relic.mkdir(parents=True)
    (relic / "foo-1.0.tar.gz").write_bytes(b"half")
    Resolver(options()).resolve(tarball.source(serve(site, tarball)))
    assert files_below(options().cache) == [f"{tarball.sha256}/foo-1.0.tar.gz"]


def test_the_same_file_under_another_name_is_not_fetched_again(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions], dead_url: str
) -> None:
    Resolver(options()).resolve(tarball.source(serve(site, tarball)))
    other = tarball.source(f"{dead_url}/v1.0.tar.gz")
    resolved = Resolver(options()).resolve(other)
    assert (resolved.origin, resolved.path.name) == (Origin.CACHE, "v1.0.tar.gz")


def test_a_truncated_answer_leaves_nothing(
    tarball: Tarball, options: Callable[..., SourceOptions], site: Site
) -> None:
    url = serve(site, tarball)
    (site.root / "foo-1.0.tar.gz").write_bytes(tarball.path.read_bytes()[:50])
    with pytest.raises(VerificationError):
        Resolver(options()).resolve(tarball.source(url))
    assert files_below(options().cache) == []


def test_a_source_without_digest_is_refused(options: Callable[..., SourceOptions]) -> None:
    with pytest.raises(RecipeError, match="has no sha256"):
        Resolver(options()).resolve(Source(urls=("https://example.invalid/foo.tar.gz",)))


def test_a_cache_that_cannot_be_written_is_named(
    tarball: Tarball, options: Callable[..., SourceOptions], tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("a file where the folder must be")
    with pytest.raises(SystemRefusedError, match="cannot write"):
        Resolver(options(tarball.path.parent)).resolve(tarball.source("https://example.invalid/a"))


def test_the_digest_of_an_archive_that_stands_in_is_checked_too(
    options: Callable[..., SourceOptions], dead_url: str, tmp_path: Path
) -> None:
    sha256, equivalent = next(iter(load_equivalents().items()))
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / equivalent.file_name).write_text("not the pinned archive")
    source = Source(urls=(f"{dead_url}/a.tar.gz",), sha256=sha256)
    with pytest.raises(VerificationError) as caught:
        Resolver(options(mirror)).resolve(source)
    assert equivalent.file_name in str(caught.value)


def test_a_source_that_is_not_unpacked_has_no_equivalent(
    options: Callable[..., SourceOptions], dead_url: str
) -> None:
    sha256, equivalent = next(iter(load_equivalents().items()))
    source = Source(urls=(f"{dead_url}/a.tar.gz",), sha256=sha256, file_name="a.bin")
    with pytest.raises(SystemRefusedError) as caught:
        Resolver(options(offline=True)).resolve(source)
    assert equivalent.file_name not in str(caught.value)


RESOLVE = """
import json, os, sys
from pathlib import Path
from condax.sources import Resolver, Source, SourceOptions

cache, url, sha256 = sys.argv[1:]
options = SourceOptions(cache=Path(cache), env=os.environ)
print(Resolver(options).resolve(Source(urls=(url,), sha256=sha256)).origin.value)
"""


def test_two_processes_that_want_the_same_source_fetch_it_once(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions]
) -> None:
    url = f"{serve(site, tarball)}?slow"
    argv = [sys.executable, "-c", RESOLVE, str(options().cache), url, tarball.sha256]
    children = [
        subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, env=dict(options().env))
        for _ in range(2)
    ]
    printed = sorted(child.communicate(timeout=60)[0].strip() for child in children)
    assert printed == ["cache", "upstream"]
    assert site.requests == ["/foo-1.0.tar.gz?slow"]
    path = options().cache / tarball.sha256 / "foo-1.0.tar.gz"
    assert sha256_of(path) == tarball.sha256
    assert files_below(options().cache) == [f"{tarball.sha256}/foo-1.0.tar.gz"]


def test_a_killed_download_is_done_again(
    site: Site, tarball: Tarball, options: Callable[..., SourceOptions]
) -> None:
    url = serve(site, tarball)
    argv = [sys.executable, "-c", RESOLVE, str(options().cache), f"{url}?slow", tarball.sha256]
    child = subprocess.Popen(argv, env=dict(options().env))
    while not site.requests and child.poll() is None:
        time.sleep(0.01)
    child.kill()
    child.wait()
    assert f"{tarball.sha256}/foo-1.0.tar.gz" not in files_below(options().cache)
    assert Resolver(options()).resolve(tarball.source(url)).origin is Origin.UPSTREAM
    assert files_below(options().cache) == [f"{tarball.sha256}/foo-1.0.tar.gz"]
