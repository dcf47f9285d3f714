from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.audit.conftest import make_elf

from condax.build.environment import (
    InstalledPackage,
    check_host,
    host_prefix,
    installed_packages,
    libraries_of,
    needed_by_libraries,
    package_in_folders,
)
from condax.build.model import Job
from condax.build.order import WorkOrder
from condax.channel.archive import PackageSpec, write_conda
from condax.channel.index import index_channel
from condax.errors import ToolNotFoundError, VerificationError
from condax.platforms import Platforms, get_platform

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["make_elf"]

TARGET = get_platform("linux-aarch64")


@pytest.fixture
def order(tmp_path: Path) -> WorkOrder:
    machine = get_platform("linux-64")
    return WorkOrder(
        job=Job(
            recipe=tmp_path / "recipe.yaml",
            name="a",
            version="1.0",
            build="h0_0",
            platforms=Platforms(build=machine, host=TARGET, target=TARGET),
            variant={},
            config={},
        ),
        channels=("file:///output", "file:///external"),
        external_channel="file:///external",
        work=tmp_path / "work",
        staging=tmp_path / "staging",
        log=tmp_path / "log",
        epoch=0,
        cache=tmp_path / "cache",
    )


def package(name: str, subdir: str = "linux-aarch64", **changes: object) -> InstalledPackage:
    facts: dict[str, object] = {
        "name": name,
        "version": "1.0",
        "build": "0",
        "subdir": subdir,
        "url": f"file:///output/{subdir}/{name}-1.0-0.conda",
        "depends": (),
        "files": (),
    }
    return InstalledPackage(**{**facts, **changes})  # type: ignore[arg-type] # the fields' own types


def test_packages_of_the_target_and_noarch_ones_are_fine(order: WorkOrder) -> None:
    check_host(order, [package("zlib"), package("tzdata", "noarch")])


def test_a_package_of_the_machine_in_the_host_environment_fails(order: WorkOrder) -> None:
    with pytest.raises(VerificationError, match="has zlib for linux-64"):
        check_host(order, [package("zlib", "linux-64")])


def test_a_tool_of_the_machine_in_the_host_environment_fails(order: WorkOrder) -> None:
    url = "file:///external/linux-aarch64/make-4.3-external_0.conda"
    with pytest.raises(ToolNotFoundError, match="only this machine has it"):
        check_host(order, [package("make", url=url)])


def test_packages_are_read_from_conda_meta(order: WorkOrder) -> None:
    prefix = order.build_folder / "host_env_placehold"
    (prefix / "conda-meta").mkdir(parents=True)
    record = {
        "name": "zlib",
        "version": "1.3",
        "build": "h0_0",
        "subdir": "linux-aarch64",
        "url": "file:///output/linux-aarch64/zlib-1.3-h0_0.conda",
        "depends": ["__glibc >=2.17"],
        "files": ["lib/libz.so.1"],
    }
    (prefix / "conda-meta/zlib-1.3-h0_0.json").write_text(json.dumps(record))
    assert host_prefix(order) == prefix
    assert installed_packages(prefix)["zlib"].files == ("lib/libz.so.1",)


def test_without_an_environment_there_are_no_packages(order: WorkOrder) -> None:
    assert host_prefix(order) is None
    assert installed_packages(None) == {}


def nowhere(_: str) -> None:
    return None


def test_providers_are_the_libraries_of_run_dependencies_and_of_theirs() -> None:
    packages = {
        "png": package("png", depends=("zlib >=1",), files=("lib/libpng.so.16", "bin/png")),
        "zlib": package("zlib", depends=("__glibc >=2.17",), files=("lib/libz.so.1",)),
        "host-only": package("host-only", files=("lib/libhost.so.1",)),
    }
    found = libraries_of(["png"], packages, nowhere)
    assert found.providers == {"libpng.so.16": "png", "libz.so.1": "zlib"}
    assert found.unknown == frozenset()


def test_one_dependency_that_nobody_has_leaves_those_of_the_others_known() -> None:
    packages = {"zlib": package("zlib", files=("lib/libz.so.1",))}
    found = libraries_of(["other >=2", "zlib", "__glibc >=2.17"], packages, nowhere)
    assert found.providers == {"libz.so.1": "zlib"}
    assert found.unknown == {"other"}


def test_the_needs_of_libraries_are_followed_through_the_environment(
    tmp_path: Path, make_elf: Callable[..., bytes]
) -> None:
    (tmp_path / "lib").mkdir()
    needs = {"liba.so.1": ("libb.so.1", "libc.so.6"), "libb.so.1": ("liba.so.1", "libstdc++.so.6")}
    for name, needed in {**needs, "libunused.so.1": ("libx.so",)}.items():
        (tmp_path / "lib" / name).write_bytes(make_elf(needed=needed))
    (tmp_path / "lib" / "libd.so").write_text("INPUT ( liba.so.1 )\n")
    files = tuple(f"lib/{path.name}" for path in (tmp_path / "lib").iterdir())
    installed = {"a": package("a", files=(*files, "lib/libgone.so.1"))}
    found = needed_by_libraries(["liba.so.1", "libd.so", "libgone.so.1"], installed, tmp_path)
    assert found == {**needs, "libd.so": ()}
    assert needed_by_libraries(["liba.so.1"], installed, None) == {}


def test_a_dependency_that_was_not_installed_is_looked_up() -> None:
    def find(spec: str) -> InstalledPackage | None:
        return package("lib", files=("lib/liba.so.1",)) if spec == "lib 1.0 h0_0" else None

    found = libraries_of(["lib 1.0 h0_0"], {}, find)
    assert (found.providers, found.unknown) == ({"liba.so.1": "lib"}, frozenset())


def test_the_newest_package_in_a_local_channel_that_a_spec_admits_is_read(tmp_path: Path) -> None:
    channel = tmp_path / "a channel"
    for version in ("1.2", "1.10", "2.0"):
        files = tmp_path / version
        (files / "lib").mkdir(parents=True)
        (files / f"lib/liba.so.{version}").touch()
        spec = PackageSpec(name="a", version=version, build="h0_0", subdir=TARGET)
        write_conda(spec, files, channel / TARGET.subdir)
    index_channel(channel, (TARGET.subdir, "noarch"))
    channels = ("conda-forge", (tmp_path / "nothing").as_uri(), channel.as_uri())
    found = package_in_folders("a >=1,<2", channels, TARGET)
    assert found is not None
    assert (found.version, found.files) == ("1.10", ("lib/liba.so.1.10",))
    assert package_in_folders("a >=3", channels, TARGET) is None
    assert package_in_folders("b", channels, TARGET) is None
