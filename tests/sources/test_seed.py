from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
import rattler_build as rb
import zstandard

from condax.errors import VerificationError
from condax.sources import Origin, Resolved, Source, seed_source_cache
from condax.sources.seed import SOURCE_CACHE, cache_key

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Tarball


def resolved(path: Path, *urls: str, file_name: str | None = None) -> Resolved:
    source = Source(
        urls=urls, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), file_name=file_name
    )
    return Resolved(source=source, path=path, origin=Origin.CACHE, where=str(path))


def write_recipe(folder: Path, *files: Resolved, script: str) -> Path:
    folder.mkdir()
    lines = ["package: {name: foo, version: '1.0'}", "source:"]
    for each in files:
        lines.append(f"  - url: {json.dumps(list(each.source.urls))}")
        lines.append(f"    sha256: {each.source.sha256}")
        if each.source.md5:
            lines.append(f"    md5: {each.source.md5}")
        if each.source.file_name:
            lines.append(f"    file_name: {each.source.file_name}")
    lines += ["build:", f"  script: {script}", ""]
    path = folder / "recipe.yaml"
    path.write_text("\n".join(lines))
    return path


def build(recipe: Path, output: Path) -> Path:
    [variant] = rb.Stage0Recipe.from_file(recipe).render(rb.VariantConfig(), rb.RenderConfig())
    return variant.run_build(output_dir=output, channels=[]).packages[0]


def content(package: Path, name: str) -> bytes:
    """A file of a .conda package."""
    part = "info-" if name.startswith("info/") else "pkg-"
    with zipfile.ZipFile(package) as opened:
        [member] = [each for each in opened.namelist() if each.startswith(part)]
        packed = io.BytesIO(opened.read(member))
    with (
        zstandard.ZstdDecompressor().stream_reader(packed) as reader,
        tarfile.open(fileobj=reader, mode="r|") as tar,
    ):
        for info in tar:
            if info.name == name:
                extracted = tar.extractfile(info)
                assert extracted is not None
                return extracted.read()
    raise AssertionError(f"{name} is not in {package.name}")


def test_an_entry_has_the_key_that_rattler_build_looks_for() -> None:
    # Taken from the `src_cache` of a build with py-rattler-build 0.73.
    source = Source(
        urls=("http://127.0.0.1:55537/foo-1.0.tar.gz",),
        sha256="5a0dfbb4e009a211dd7e876897e08b8d6f9d03b16b45d56b5e2a3d553ac88f25",
    )
    assert cache_key(source) == "ca82efa1a0313926"


@pytest.mark.integration
def test_a_build_takes_the_seeded_source_and_does_not_go_to_the_network(
    tarball: Tarball, dead_url: str, tmp_path: Path
) -> None:
    file = resolved(tarball.path, f"{dead_url}/foo-1.0.tar.gz", f"{dead_url}/mirror/foo.tar.gz")
    recipe = write_recipe(tmp_path / "recipe", file, script="cp hello.txt $PREFIX/")
    assert seed_source_cache([file], tmp_path / "out") == ()
    package = build(recipe, tmp_path / "out")
    assert content(package, "hello.txt") == b"hello\n"
    assert content(package, "info/recipe/recipe.yaml") == recipe.read_bytes()


@pytest.mark.integration
def test_without_the_entry_the_same_build_fails(
    tarball: Tarball, dead_url: str, tmp_path: Path
) -> None:
    file = resolved(tarball.path, f"{dead_url}/foo-1.0.tar.gz")
    recipe = write_recipe(tmp_path / "recipe", file, script="cp hello.txt $PREFIX/")
    with pytest.raises(rb.RattlerBuildError):
        build(recipe, tmp_path / "out")


@pytest.mark.integration
def test_files_that_are_not_unpacked_are_handed_over_too(
    tarball: Tarball, dead_url: str, tmp_path: Path
) -> None:
    patch = tmp_path / "fix.patch"
    patch.write_text("a patch")
    named = resolved(tarball.path, f"{dead_url}/foo-1.0.tar.gz", file_name="kept.bin")
    plain = resolved(patch, f"{dead_url}/fix.patch")
    md5 = hashlib.md5(patch.read_bytes()).hexdigest()
    plain = dataclasses.replace(plain, source=dataclasses.replace(plain.source, md5=md5))
    recipe = write_recipe(
        tmp_path / "recipe", named, plain, script="cp kept.bin fix.patch $PREFIX/"
    )
    seed_source_cache([named, plain], tmp_path / "out")
    package = build(recipe, tmp_path / "out")
    assert content(package, "kept.bin") == tarball.path.read_bytes()
    assert content(package, "fix.patch") == b"a patch"


@pytest.mark.integration
def test_an_archive_that_stands_in_is_found_under_the_key_of_the_original(
    tarball: Tarball, dead_url: str, tmp_path: Path
) -> None:
    original = Source(urls=(f"{dead_url}/foo-1.0.zip",), sha256="0" * 64)
    file = Resolved(source=original, path=tarball.path, origin=Origin.EQUIVALENT, where="Debian")
    recipe = write_recipe(tmp_path / "recipe", file, script="cp hello.txt $PREFIX/")
    seed_source_cache([file], tmp_path / "out")
    assert content(build(recipe, tmp_path / "out"), "hello.txt") == b"hello\n"


def test_an_entry_that_is_complete_stays(tarball: Tarball, tmp_path: Path) -> None:
    file = resolved(tarball.path, "https://example.invalid/foo-1.0.tar.gz")
    seed_source_cache([file], tmp_path)
    tree = tmp_path / SOURCE_CACHE / f"{cache_key(file.source)}_extracted"
    before = tree.stat().st_ino
    seed_source_cache([file], tmp_path)
    assert tree.stat().st_ino == before


def test_an_entry_without_its_folder_is_made_anew(tarball: Tarball, tmp_path: Path) -> None:
    file = resolved(tarball.path, "https://example.invalid/foo-1.0.tar.gz")
    seed_source_cache([file], tmp_path)
    tree = tmp_path / SOURCE_CACHE / f"{cache_key(file.source)}_extracted"
    tree.rename(tmp_path / "elsewhere")
    seed_source_cache([file], tmp_path)
    assert (tree / "hello.txt").read_text() == "hello\n"


def test_a_folder_without_its_entry_is_not_trusted(tarball: Tarball, tmp_path: Path) -> None:
    file = resolved(tarball.path, "https://example.invalid/foo-1.0.tar.gz")
    tree = tmp_path / SOURCE_CACHE / f"{cache_key(file.source)}_extracted"
    tree.mkdir(parents=True)
    (tree / "half").write_text("unpacked")
    seed_source_cache([file], tmp_path)
    assert [path.name for path in tree.iterdir()] == ["hello.txt"]


def test_an_archive_that_escapes_is_refused_and_gets_no_entry(tmp_path: Path) -> None:
    archive = tmp_path / "evil.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("../evil"))
    file = resolved(archive, "https://example.invalid/evil.tar.gz")
    with pytest.raises(VerificationError, match=r"'\.\./evil' climbs out"):
        seed_source_cache([file], tmp_path / "out")
    assert list((tmp_path / "out").rglob("*.json")) == []
    assert list((tmp_path / "out").rglob("*_extracted")) == []


def test_an_archive_of_a_foreign_kind_is_left_to_rattler_build(tmp_path: Path) -> None:
    (tmp_path / "a.7z").write_bytes(b"7z")
    file = resolved(tmp_path / "a.7z", "https://example.invalid/a.7z")
    assert seed_source_cache([file], tmp_path / "out") == (file.source,)
    assert not (tmp_path / "out").exists()
