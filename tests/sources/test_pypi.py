from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from condax.errors import SystemRefusedError
from condax.sources.pypi import (
    PipSettings,
    PyPi,
    find_sdist,
    open_finder,
    parse_pip_config,
    project_of,
    read_pip_settings,
)
from condax.system.files import sha256_of
from condax.system.network import no_progress
from condax.system.process import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from condax.sources import Source, SourceOptions

    from .conftest import Site, Tarball

UPSTREAM = "https://example.invalid/foo-1.0.tar.gz"


def publish(site: Site, tarball: Tarball, *, fragment: str, name: str = "foo-1.0.tar.gz") -> str:
    """A simple index (PEP 503) with one project; returns the index URL."""
    page = site.root / "simple/foo/index.html"
    page.parent.mkdir(parents=True)
    page.write_text(f'<!DOCTYPE html><a href="/files/{name}{fragment}">{name}</a>')
    (site.root / "files").mkdir()
    shutil.copyfile(tarball.path, site.root / "files" / name)
    return f"{site.url}/simple/"


@pytest.fixture
def source(tarball: Tarball) -> Source:
    return tarball.source(UPSTREAM)


def pypi(options: Callable[..., SourceOptions], index: str) -> PyPi:
    return PyPi(options(PIP_INDEX_URL=index).env, run)


@pytest.mark.parametrize(
    ("name", "project"),
    [
        ("Foo.Bar-1.0.tar.gz", "foo-bar"),
        ("foo-1.0.zip", "foo"),
        ("foo-1.0-py3-none-any.whl", "foo"),
        ("foo-1.0.tar.xz", None),
        ("foo-bar.tar.gz", None),
        ("v1.0.tar.gz", None),
    ],
)
def test_projects_are_told_by_file_names(name: str, project: str | None) -> None:
    assert project_of(name) == project


@pytest.mark.parametrize("content", ["the same", "another"])
def test_an_address_that_outlives_the_version_is_taken_if_it_has_the_same_file(
    site: Site,
    tarball: Tarball,
    options: Callable[..., SourceOptions],
    tmp_path: Path,
    content: str,
) -> None:
    index = publish(site, tarball, fragment=f"#sha256={tarball.sha256}")
    lasting = site.root / "packages/source/f/foo/foo-1.0.tar.gz"
    lasting.parent.mkdir(parents=True)
    lasting.write_bytes(tarball.path.read_bytes() if content == "the same" else b"x")
    env = options(PIP_INDEX_URL=index).env
    path, url = find_sdist("foo", env, tmp_path, no_progress)
    assert sha256_of(path) == tarball.sha256
    place = "packages/source/f/foo" if content == "the same" else "files"
    assert url == f"{site.url}/{place}/foo-1.0.tar.gz"


def test_an_sdist_with_the_digest_is_fetched(
    site: Site,
    tarball: Tarball,
    source: Source,
    options: Callable[..., SourceOptions],
    tmp_path: Path,
) -> None:
    index = publish(site, tarball, fragment=f"#sha256={tarball.sha256}")
    [candidate] = pypi(options, index).candidates(source)
    told: list[tuple[str, int, int | None]] = []
    candidate.fetch(tmp_path / "file", lambda *args: told.append(args))
    assert sha256_of(tmp_path / "file") == tarball.sha256
    size = tarball.path.stat().st_size
    assert told[-1] == ("file", size, size)


def test_another_digest_of_the_same_name_is_not_fetched(
    site: Site, tarball: Tarball, source: Source, options: Callable[..., SourceOptions]
) -> None:
    index = publish(site, tarball, fragment=f"#sha256={'0' * 64}")
    with pytest.raises(SystemRefusedError, match=r"no such file, only .* with another sha256"):
        list(pypi(options, index).candidates(source))
    assert not any(path.startswith("/files") for path in site.requests)


def test_a_file_without_a_digest_counts_by_its_name(
    site: Site, tarball: Tarball, source: Source, options: Callable[..., SourceOptions]
) -> None:
    index = publish(site, tarball, fragment="")
    assert [c.where for c in pypi(options, index).candidates(source)] == [
        f"{site.url}/files/foo-1.0.tar.gz"
    ]


def test_an_unknown_project_is_no_warning(
    site: Site,
    source: Source,
    options: Callable[..., SourceOptions],
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemRefusedError, match="the project 'foo' has no such file"):
        list(pypi(options, f"{site.url}/simple/").candidates(source))
    assert capfd.readouterr().err == ""


def test_an_index_that_does_not_answer_is_named(
    source: Source, options: Callable[..., SourceOptions], dead_url: str
) -> None:
    with pytest.raises(SystemRefusedError, match=r"cannot be fetched: .*refused"):
        list(pypi(options, dead_url).candidates(source))


def test_a_file_that_went_away_is_named(
    site: Site,
    tarball: Tarball,
    source: Source,
    options: Callable[..., SourceOptions],
    tmp_path: Path,
) -> None:
    index = publish(site, tarball, fragment=f"#sha256={tarball.sha256}")
    (site.root / "files/foo-1.0.tar.gz").unlink()
    [candidate] = pypi(options, index).candidates(source)
    with pytest.raises(SystemRefusedError, match=r"cannot be fetched: .*404"):
        candidate.fetch(tmp_path / "file", no_progress)


def test_a_folder_of_find_links_needs_no_network(
    tarball: Tarball, source: Source, options: Callable[..., SourceOptions], tmp_path: Path
) -> None:
    env = options(PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tarball.path.parent)).env
    [candidate] = PyPi(env, run).candidates(source)
    candidate.fetch(tmp_path / "file", no_progress)
    assert sha256_of(tmp_path / "file") == tarball.sha256


def test_later_sections_of_pips_configuration_win() -> None:
    listed = """\
:env:.extra-index-url='https://c.invalid https://d.invalid'
global.extra-index-url='https://lost.invalid'
global.index-url='https://a.invalid'
install.index-url='https://b.invalid'
global.trusted-host='b.invalid\\nc.invalid'
global.find-links='/wheels'
global.cert='/certs.pem'
freeze.timeout='10'
"""
    assert parse_pip_config(listed) == PipSettings(
        index_urls=("https://b.invalid", "https://c.invalid", "https://d.invalid"),
        find_links=("/wheels",),
        trusted_hosts=("b.invalid", "c.invalid"),
        cert="/certs.pem",
    )


def test_without_an_index_url_pips_default_index_is_asked() -> None:
    [index] = parse_pip_config("").index_urls
    assert index.startswith("https://")


def test_without_any_index_nothing_is_asked() -> None:
    settings = parse_pip_config(":env:.no-index='1'\n")
    assert settings.index_urls == ()
    with pytest.raises(SystemRefusedError, match="pip is configured to use no index"):
        open_finder(settings)


def test_without_pip_its_variables_count(tmp_path: Path) -> None:
    (tmp_path / "pip.py").write_text("raise SystemExit(1)")
    env = {"PYTHONPATH": str(tmp_path), "PIP_INDEX_URL": "https://a.invalid/simple"}
    assert read_pip_settings(env, run).index_urls == ("https://a.invalid/simple",)


@pytest.mark.integration
def test_a_real_sdist_comes_from_pypi(tarball: Tarball, tmp_path: Path) -> None:
    from condax.sources import Source

    sha256 = "de526c12914f0c550d15924c62d72abc48d6fe7364aa87328337a31007fe8a4f"
    source = Source(urls=("https://example.invalid/tomli-2.0.1.tar.gz",), sha256=sha256)
    candidate = next(PyPi(os.environ, run).candidates(source))
    candidate.fetch(tmp_path / "tomli.tar.gz", no_progress)
    assert sha256_of(tmp_path / "tomli.tar.gz") == sha256
