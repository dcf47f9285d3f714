"""A source is a folder, an archive or a URL; what is unpacked is gone afterwards."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from condax.errors import UsageError, VerificationError
from condax.project.locate import SourceWish, locate, origin_of, repository_of
from condax.sources import SourceOptions
from condax.system.files import sha256_of


@pytest.fixture
def options(tmp_path: Path) -> SourceOptions:
    return SourceOptions(cache=tmp_path / "cache", offline=True, env={})


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    top = tmp_path / "x-1.2"
    top.mkdir()
    (top / "VERSION").write_text("1.2\n")
    path = tmp_path / "x-1.2.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        tar.add(top, "x-1.2")
    return path


def test_a_folder_is_read_where_it_is(tmp_path: Path, options: SourceOptions) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    with locate(SourceWish(text=str(folder)), options) as located:
        source = located.source(tmp_path / "recipes" / "project")
    assert source.path is not None
    assert source.path.value == "../../project"  # type: ignore[union-attr]


def test_an_archive_is_unpacked_for_a_while(archive: Path, options: SourceOptions) -> None:
    with locate(SourceWish(text=str(archive)), options) as located:
        root = located.tree.root
        assert located.tree.text("VERSION") == "1.2\n"
        assert located.sha256 == sha256_of(archive)
    assert not root.exists()


def test_a_local_archive_can_have_its_url(archive: Path, options: SourceOptions) -> None:
    url = "https://github.com/me/thing/archive/refs/tags/v1.2.tar.gz"
    with locate(SourceWish(text=str(archive), url=url), options) as located:
        assert located.tree.origin == "thing-1.2.tar.gz"
        assert [each.value for each in located.source(Path()).url] == [url]  # type: ignore[union-attr]


def test_a_url_with_its_digest_comes_from_a_mirror(archive: Path, options: SourceOptions) -> None:
    digest = sha256_of(archive)
    mirrored = SourceOptions(
        cache=options.cache, offline=True, env={}, mirrors=(str(archive.parent),)
    )
    (archive.parent / digest).mkdir()
    archive.rename(archive.parent / digest / archive.name)
    wish = SourceWish(text="https://nowhere.invalid/x-1.2.tar.gz", sha256=digest)
    with locate(wish, mirrored) as located:
        assert located.tree.files == ("VERSION",)


def test_a_local_archive_must_have_the_digest_that_is_given(
    archive: Path, options: SourceOptions
) -> None:
    wish = SourceWish(text=str(archive), sha256="0" * 64)
    with pytest.raises(VerificationError, match="has not the sha256"), locate(wish, options):
        pass


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nowhere", "there is no file or folder 'nowhere'"),
        ("https://nowhere.invalid/x.tar.gz", "cannot be fetched offline"),
        ("pypi:click", "cannot be fetched offline"),
    ],
)
def test_what_is_none_of_them_is_a_usage_error(
    text: str, message: str, options: SourceOptions
) -> None:
    with pytest.raises(UsageError, match=message), locate(SourceWish(text=text), options):
        pass


def test_a_project_name_must_be_one(tmp_path: Path) -> None:
    online = SourceOptions(cache=tmp_path / "cache", env={})
    with (
        pytest.raises(UsageError, match="names no project"),
        locate(SourceWish(text="pypi:!!"), online),
    ):
        pass


def test_a_digest_has_64_digits(archive: Path, options: SourceOptions) -> None:
    with (
        pytest.raises(UsageError, match="'zz' is no sha256"),
        locate(SourceWish(text=str(archive), sha256="zz"), options),
    ):
        pass


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path, options: SourceOptions) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("")
    with (
        pytest.raises(UsageError, match="is no source archive"),
        locate(SourceWish(text=str(path)), options),
    ):
        pass


def test_a_forge_calls_archives_after_tags() -> None:
    assert origin_of("https://github.com/me/x/archive/refs/tags/v1.2.tar.gz") == "x-1.2.tar.gz"
    assert origin_of("https://e.org/y-2.tar.gz", "z-2") == "y-2.tar.gz"
    assert repository_of("https://github.com/me/x/archive/v1.tar.gz") == "https://github.com/me/x"
    assert repository_of("https://e.org/y-2.tar.gz") == ""


def test_an_archive_named_after_the_tag_is_known_by_its_folder(
    archive: Path, options: SourceOptions
) -> None:
    tagged = archive.rename(archive.with_name("v1.2.tar.gz"))
    with locate(SourceWish(text=str(tagged)), options) as located:
        assert located.tree.origin == "x-1.2"
