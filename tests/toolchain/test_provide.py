"""The toolchain channel: made once, completed, repaired, shared."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from condax.channel.index import index_channel
from condax.errors import SystemRefusedError, UnsupportedPlatformError, UsageError
from condax.platforms import current_platform, get_platform
from condax.toolchain import Toolchain, add_cxx, ensure_toolchain
from condax.toolchain.cxx_packages import package_libcxx, shelf_of_libcxx
from condax.toolchain.packages import GnuRuntime, Workshop, ZigFile
from condax.toolchain.provide import build_toolchain
from condax.toolchain.zig import find_zig

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.toolchain.conftest import Prefix

TARGET = "linux-aarch64"


def ensure(cache: Path, *subdirs: str) -> tuple[Toolchain, list[str]]:
    made: list[str] = []
    toolchain = ensure_toolchain(
        build=current_platform(),
        targets=[get_platform(subdir) for subdir in subdirs],
        cache=cache,
        progress=made.append,
    )
    return toolchain, made


def names_in_index(toolchain: Toolchain, subdir: str = "linux-64") -> set[str]:
    index = json.loads((toolchain.channel / subdir / "repodata.json").read_text())
    return {record["name"] for record in index["packages.conda"].values()}


def test_variants_make_the_compiler_and_sysroot_resolve(tmp_path: Path) -> None:
    toolchain = Toolchain(channel=tmp_path, version="0.17.0", floors={TARGET: "2.28"})
    assert toolchain.variants(get_platform(TARGET)) == {
        "c_compiler": ("zigcc",),
        "c_compiler_version": ("0.17",),
        "cxx_compiler": ("zigcxx",),
        "cxx_compiler_version": ("0.17",),
        "c_stdlib": ("sysroot",),
        "c_stdlib_version": ("2.28",),
    }
    assert toolchain.variants(get_platform("linux-64")) == {}
    assert toolchain.url == tmp_path.as_uri()


@pytest.mark.integration
def test_compilers_for_another_channels_runtime_can_be_published(
    tmp_path: Path, toolchain_cache: Path
) -> None:
    """Only wrappers are made: glibc, libgcc and libstdc++ stay in the channel that has them."""
    target, runtime = get_platform(TARGET), GnuRuntime(gcc="14.2.0", glibc="2.28")
    workshop = Workshop(
        zig=find_zig(),
        build=current_platform(),
        channel=tmp_path,
        shelf=toolchain_cache / "toolchain",
        gnu={TARGET: runtime},
    )
    toolchain = build_toolchain(
        workshop, [target], glibc=None, zig_file=ZigFile.LINK, progress=lambda _: None
    )
    add_cxx(toolchain, build=current_platform(), targets=[target])
    made = names_in_index(toolchain) | names_in_index(toolchain, "noarch")
    assert {f"zigcxx_libstdcxx_{TARGET}", f"zigcxx_libstdcxx_impl_{TARGET}"} <= made
    assert not {f"sysroot_{TARGET}", f"libcxx-devel_{TARGET}", f"zigcxx_{TARGET}"} & made
    variants = toolchain.variants(target)
    assert (variants["cxx_compiler"], variants["c_stdlib_version"]) == (
        ("zigcxx_libstdcxx",),
        ("2.28",),
    )


def test_who_makes_the_cxx_library_already_is_waited_for(
    tmp_path: Path, cxx_prefix_of: Callable[[str], Prefix], toolchain_cache: Path
) -> None:
    """Each channel has a lock of its own, and they share the shelf."""
    cxx_prefix_of(TARGET)
    shelf, channel = tmp_path / "shelf", tmp_path / "channel"
    workshop = Workshop(zig=find_zig(), build=current_platform(), channel=channel, shelf=shelf)
    target = get_platform(TARGET)
    ready = shelf_of_libcxx(workshop, toolchain_cache / "toolchain", target)
    place = shelf_of_libcxx(workshop, shelf, target)
    place.parent.mkdir(parents=True)
    with ThreadPoolExecutor(1) as pool:
        with FileLock(f"{place}.lock"):
            made = pool.submit(package_libcxx, workshop, target)
            with pytest.raises(TimeoutError):
                made.result(timeout=0.5)
            shutil.copytree(ready, place)
        names = {path.name for path in made.result(timeout=10)}
    assert names == {path.name for path in ready.glob("*/*.conda")}
    assert {path.name for path in channel.glob("*/*.conda")} == names


def test_publishing_for_a_runtime_that_no_channel_has_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty" / "noarch").mkdir(parents=True)
    index_channel(tmp_path / "empty", ("noarch",))
    argv = ("toolchain", "build", TARGET, "-c", (tmp_path / "empty").as_uri())
    done = subprocess.run(
        [Path(sys.executable).with_name("condax"), *argv, "--output-dir", tmp_path / "out"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == UsageError.exit_code
    assert f"no channel has 'libstdcxx-devel_{TARGET}'" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.integration
@pytest.mark.parametrize("subdir", ["osx-arm64", "win-64"])
def test_a_target_without_elf_is_refused_before_anything_is_made(
    subdir: str, tmp_path: Path
) -> None:
    with pytest.raises(UnsupportedPlatformError, match=f"no compiler for '{subdir}' yet"):
        ensure(tmp_path, TARGET, subdir)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.integration
def test_a_cache_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(SystemRefusedError, match="not a directory"):
        ensure(tmp_path / "cache", TARGET)


@pytest.mark.integration
def test_a_second_call_makes_nothing(toolchain_cache: Path) -> None:
    first, _ = ensure(toolchain_cache, TARGET)
    index = first.channel / "linux-64" / "repodata.json"
    written = index.stat().st_mtime_ns
    second, made = ensure(toolchain_cache, TARGET)
    assert (second, made) == (first, [])
    assert index.stat().st_mtime_ns == written


@pytest.fixture
def channel_copy(toolchain_cache: Path, tmp_path: Path) -> Toolchain:
    """The toolchain for one target in a cache of its own, its archives linked."""
    toolchain, _ = ensure(toolchain_cache, TARGET)
    copy = tmp_path / toolchain.channel.relative_to(toolchain_cache)
    for name in ("linux-64", "noarch"):
        (copy / name).mkdir(parents=True)
        for archive in (toolchain.channel / name).glob("*.conda"):
            (copy / name / archive.name).hardlink_to(archive)
    return ensure(tmp_path, TARGET)[0]


@pytest.mark.integration
def test_what_is_missing_is_made_again(channel_copy: Toolchain, tmp_path: Path) -> None:
    name = f"zigcc_{TARGET}"
    next((channel_copy.channel / "linux-64").glob(f"{name}-*.conda")).unlink()
    toolchain, made = ensure(tmp_path, TARGET)
    assert made == [f"{name}-{toolchain.version}"]
    assert name in names_in_index(toolchain)


@pytest.mark.integration
def test_an_index_from_before_a_crash_is_written_again(
    channel_copy: Toolchain, tmp_path: Path
) -> None:
    """Killed between the last package and the index."""
    index = channel_copy.channel / "linux-64" / "repodata.json"
    stale = json.loads(index.read_text())
    stale["packages.conda"] = {}
    index.write_text(json.dumps(stale))
    toolchain, made = ensure(tmp_path, TARGET)
    assert made == []
    assert f"zigcc_{TARGET}" in names_in_index(toolchain)


@pytest.mark.parametrize("glibc", ["2.16", "9.9", "new", "2", "2.28.1", ""])
def test_a_glibc_that_is_none_is_refused(glibc: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no glibc") as caught:
        ensure_toolchain(
            build=current_platform(), targets=[get_platform(TARGET)], cache=tmp_path, glibc=glibc
        )
    assert caught.value.hint.startswith("choose a version from 2.17 to 2.")


@pytest.mark.integration
def test_another_glibc_adds_a_sysroot(channel_copy: Toolchain, tmp_path: Path) -> None:
    toolchain = ensure_toolchain(
        build=current_platform(), targets=[get_platform(TARGET)], cache=tmp_path, glibc="2.28"
    )
    versions = {
        path.name.split("-")[2] for path in toolchain.channel.glob("noarch/sysroot_linux-a*")
    }
    assert versions == {"2.17", "2.28"}
    assert toolchain.variants(get_platform(TARGET))["c_stdlib_version"] == ("2.28",)


@pytest.mark.integration
def test_two_processes_share_one_cache(channel_copy: Toolchain, tmp_path: Path) -> None:
    for archive in (channel_copy.channel / "linux-64").glob("zigcc_linux*.conda"):
        archive.unlink()
    script = (
        "import sys; from pathlib import Path\n"
        "from condax.platforms import current_platform, get_platform\n"
        "from condax.toolchain import ensure_toolchain\n"
        "ensure_toolchain(build=current_platform(), targets=[get_platform(sys.argv[2])],\n"
        "                 cache=Path(sys.argv[1]))\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", script, tmp_path, TARGET]) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    toolchain, made = ensure(tmp_path, TARGET)
    assert made == []
    assert f"zigcc_{TARGET}" in names_in_index(toolchain)
