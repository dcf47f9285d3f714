from __future__ import annotations

import json
import tarfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from condax.audit import load_artifact
from condax.errors import VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_metadata_come_from_the_index(make_package: Callable[..., Path]) -> None:
    artifact = load_artifact(make_package({}, depends=("zlib >=1.3", "__glibc >=2.17")))
    assert (artifact.name, artifact.version, artifact.build) == ("tool", "1.0", "h0_0")
    assert artifact.subdir == "linux-aarch64"
    assert artifact.depends == ("zlib >=1.3", "__glibc >=2.17")
    assert artifact.run_exports == {}


def test_run_exports_are_read(make_package: Callable[..., Path]) -> None:
    text = json.dumps({"weak": ["tool >=1"], "strong": []})
    artifact = load_artifact(make_package({"info/run_exports.json": text}))
    assert artifact.run_exports == {"weak": ("tool >=1",)}


def test_files_below_info_are_not_packaged_files(make_package: Callable[..., Path]) -> None:
    artifact = load_artifact(make_package({"lib/x": "", "info/recipe/recipe.yaml": "x"}))
    assert [*artifact.files] == ["lib/x", "share/tool/readme"]
    assert artifact.listed == {"lib/x", "share/tool/readme"}


def test_links_are_listed_with_their_target(make_package: Callable[..., Path]) -> None:
    artifact = load_artifact(make_package({"lib/b": PurePosixPath("a"), "lib/a": "x"}))
    assert artifact.links == {"lib/b": "a"}
    assert bytes(artifact.files["lib/b"].content) == b""


def test_file_names_include_sonames(
    make_package: Callable[..., Path], make_elf: Callable[..., bytes]
) -> None:
    artifact = load_artifact(make_package({"lib/plugin.so": make_elf(soname="libplugin.so.3")}))
    assert artifact.file_names == {"plugin.so", "libplugin.so.3", "readme"}


def test_virtual_packages_are_no_dependencies(make_package: Callable[..., Path]) -> None:
    assert not load_artifact(make_package({}, depends=("__glibc >=2.17",))).has_dependencies


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("info/paths.json", "{", "is not JSON"),
        ("info/run_exports.json", "[]", "is not a JSON object"),
    ],
)
def test_broken_metadata_are_refused(
    name: str, text: str, reason: str, write_archive: Callable[..., Path]
) -> None:
    with pytest.raises(VerificationError, match=reason):
        load_artifact(write_archive((tarfile.TarInfo(name), text.encode())))


def test_a_package_without_a_subdir_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tool-1.0-0.tar.bz2"
    index = tmp_path / "index.json"
    index.write_text('{"name": "tool", "version": "1.0", "build": "0"}')
    with tarfile.open(path, "w:bz2") as archive:
        archive.add(index, "info/index.json")
    with pytest.raises(VerificationError, match="does not say its subdir"):
        load_artifact(path)


def test_entries_of_paths_json_that_mean_nothing_are_skipped(
    write_archive: Callable[..., Path],
) -> None:
    entries = {"paths": ["junk", {"no": "path"}, {"_path": "lib", "path_type": "directory"}]}
    archive = write_archive((tarfile.TarInfo("info/paths.json"), json.dumps(entries).encode()))
    assert load_artifact(archive).listed == frozenset()


def test_paths_json_without_a_list_is_empty(write_archive: Callable[..., Path]) -> None:
    archive = write_archive((tarfile.TarInfo("info/paths.json"), b'{"paths": null}'))
    assert load_artifact(archive).listed == frozenset()
