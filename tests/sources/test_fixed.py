from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from condax.errors import SystemRefusedError
from condax.sources.fixed import FolderMirror, UrlMirror, copy_of, open_mirror
from condax.system.network import Downloader, no_progress

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Site, Tarball

URL = "https://example.invalid/foo-1.0.tar.gz"


@pytest.mark.parametrize(
    "place",
    ["{sha}/foo-1.0.tar.gz", "{sha}/other-name.tgz", "{sha}", "foo-1.0.tar.gz"],
    ids=["digest-and-name", "digest-and-other-name", "digest", "name"],
)
def test_a_folder_has_a_source_under_its_digest_or_its_name(
    tmp_path: Path, tarball: Tarball, place: str
) -> None:
    path = tmp_path / "mirror" / place.format(sha=tarball.sha256)
    path.parent.mkdir(parents=True)
    shutil.copyfile(tarball.path, path)
    mirror = FolderMirror(folder=tmp_path / "mirror")
    assert [c.where for c in mirror.candidates(tarball.source(URL))] == [str(path)]


def test_a_folder_without_the_source_says_what_it_looked_for(
    tmp_path: Path, tarball: Tarball
) -> None:
    mirror = FolderMirror(folder=tmp_path / "empty")
    with pytest.raises(SystemRefusedError, match=r"has neither .* nor 'foo-1\.0\.tar\.gz'"):
        list(mirror.candidates(tarball.source(URL)))


def test_a_url_is_asked_for_digest_and_name(site: Site, tarball: Tarball) -> None:
    mirror = UrlMirror(url=f"{site.url}/", downloader=Downloader())
    assert [c.where for c in mirror.candidates(tarball.source(URL))] == [
        f"{site.url}/{tarball.sha256}/foo-1.0.tar.gz",
        f"{site.url}/{tarball.sha256}",
        f"{site.url}/foo-1.0.tar.gz",
    ]


def test_mirrors_are_told_apart_by_their_spelling(tmp_path: Path) -> None:
    downloader = Downloader()
    spaced = tmp_path / "a b"
    assert open_mirror(spaced.as_uri(), downloader) == FolderMirror(folder=spaced)
    assert open_mirror(str(spaced), downloader) == FolderMirror(folder=spaced)
    url = "https://example.invalid/mirror"
    assert open_mirror(url, downloader) == UrlMirror(url=url, downloader=downloader)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemRefusedError, match=r"cannot read .*missing.* No such file"):
        copy_of(tmp_path / "missing")(tmp_path / "copy", no_progress)
