"""The toolchain as conda packages: their metadata and what they bring."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from condax.channel.archive import PackageSpec, read_index
from condax.platforms import current_platform, get_platform
from condax.toolchain import ensure_toolchain
from condax.toolchain.packages import Workshop, ZigFile, pack, package_zig

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.toolchain.conftest import Prefix

    from condax.toolchain.zig import Zig


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    from condax.toolchain.zig import Zig

    nowhere = Zig(executable=Path("zig"), lib=Path("lib"), version="1", clang_version="1")
    return Workshop(zig=nowhere, build=get_platform("linux-64"), channel=tmp_path / "channel")


def packed(workshop: Workshop, folder: Path, text: str, **changes: Any) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "file").write_text(text)
    spec = PackageSpec(
        name="demo", version="1", build="", subdir=get_platform("linux-64"), **changes
    )
    return pack(workshop, spec, folder)


def test_the_build_string_follows_the_content(workshop: Workshop, tmp_path: Path) -> None:
    first = packed(workshop, tmp_path / "files", "one")
    assert packed(workshop, tmp_path / "files", "one") == first
    assert packed(workshop, tmp_path / "files", "two") != first
    assert packed(workshop, tmp_path / "files", "one", depends=("other",)) != first
    assert first.parent.name == "linux-64"


@pytest.fixture(scope="module")
def records(toolchain_cache: Path) -> dict[str, dict[str, Any]]:
    """Metadata of every package of a toolchain for two targets, by name."""
    targets = [get_platform(name) for name in ("linux-64", "linux-aarch64", "linux-ppc64le")]
    toolchain = ensure_toolchain(build=current_platform(), targets=targets, cache=toolchain_cache)
    found = {}
    for subdir in ("linux-64", "noarch"):
        index = json.loads((toolchain.channel / subdir / "repodata.json").read_text())
        found.update({record["name"]: record for record in index["packages.conda"].values()})
    return found


@pytest.mark.integration
def test_the_packages_of_a_toolchain(records: dict[str, dict[str, Any]]) -> None:
    expected = dict.fromkeys(("condax-zig", "condax-binutils", "condax-cross-python"), "linux-64")
    for target in ("linux-aarch64", "linux-ppc64le"):
        expected[f"cross-python_{target}"] = "linux-64"
    for target in ("linux-64", "linux-aarch64", "linux-ppc64le"):
        expected[f"sysroot_{target}"] = "noarch"
        expected[f"zigcc_impl_{target}"] = expected[f"zigcc_{target}"] = "linux-64"
    # C++ and further targets are there only if another test asked this channel for them.
    found = {
        name: each["subdir"]
        for name, each in records.items()
        if "cxx" not in name and not name.endswith(("_linux-riscv64", "_linux-s390x"))
    }
    assert found == expected


@pytest.mark.integration
def test_a_compiler_brings_the_pair_for_the_build_machine(
    records: dict[str, dict[str, Any]],
) -> None:
    version = records["condax-zig"]["version"]
    assert records["zigcc_linux-aarch64"]["depends"] == [
        f"zigcc_impl_linux-aarch64 =={version}",
        f"zigcc_impl_linux-64 =={version}",
    ]
    assert records["zigcc_linux-64"]["depends"] == [f"zigcc_impl_linux-64 =={version}"]
    assert records["zigcc_impl_linux-aarch64"]["depends"] == [
        f"condax-zig =={version}",
        "condax-binutils",
        "sysroot_linux-aarch64",
    ]


@pytest.mark.integration
def test_a_sysroot_is_noarch_and_named_for_its_floor(records: dict[str, dict[str, Any]]) -> None:
    sysroot = records["sysroot_linux-ppc64le"]
    assert (sysroot["version"], sysroot["noarch"]) == ("2.17", "generic")
    assert sysroot["license"] == "LGPL-2.1-or-later"


@pytest.mark.integration
def test_a_sysroot_makes_what_is_built_with_it_depend_on_glibc(cross_prefix: Prefix) -> None:
    subdir = cross_prefix.target.subdir
    record = next((cross_prefix.path / "conda-meta").glob(f"sysroot_{subdir}-*.json"))
    info = json.loads(record.read_text())
    exports = Path(info["extracted_package_dir"]) / "info" / "run_exports.json"
    assert json.loads(exports.read_text()) == {"strong": ["__glibc >=2.17,<3.0.a0"]}


@pytest.mark.integration
def test_installed_files_name_no_folder_of_this_machine(cross_prefix: Prefix) -> None:
    """Zig itself is the one link to the wheel."""
    outside = [
        path.relative_to(cross_prefix.path).as_posix()
        for path in cross_prefix.path.rglob("*")
        if path.is_symlink() and path.readlink().is_absolute()
    ]
    assert outside == ["lib/condax/zig"]


@pytest.mark.integration
def test_a_target_takes_less_than_40_megabytes(
    cross_prefix: Prefix, prefix_of: Callable[[str], Prefix]
) -> None:
    native = set(files_of(prefix_of("linux-64").path))
    own = [path for path in files_of(cross_prefix.path) if path not in native]
    assert sum((cross_prefix.path / path).lstat().st_size for path in own) < 40e6


def files_of(prefix: Path) -> list[str]:
    return [p.relative_to(prefix).as_posix() for p in prefix.rglob("*") if not p.is_dir()]


@pytest.mark.integration
def test_a_published_zig_is_the_whole_binary(zig: Zig, tmp_path: Path) -> None:
    import zipfile

    import zstandard

    workshop = Workshop(zig=zig, build=get_platform("linux-64"), channel=tmp_path)
    archive = package_zig(workshop, ZigFile.COPY)
    assert read_index(archive)["version"] == zig.version
    with zipfile.ZipFile(archive) as outer:
        name = next(name for name in outer.namelist() if name.startswith("pkg-"))
        with (
            outer.open(name) as packed_stream,
            zstandard.ZstdDecompressor().stream_reader(packed_stream) as stream,
            tarfile.open(fileobj=stream, mode="r|") as inner,
        ):
            found = next(member for member in inner if member.name == "lib/condax/zig")
    assert (found.isreg(), found.mode) == (True, 0o755)
    assert found.size == zig.executable.stat().st_size
