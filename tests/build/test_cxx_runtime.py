"""C++ with the libstdc++ of a channel: it meets what Debian's cross g++ compiled."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rattler.package_streaming import extract
from tests.build.debian_gcc import LIBC, make_channel

from condax.audit.elf import read_elf
from condax.build import BuildOptions, CxxRuntime, JobState, build
from condax.build.channels import Offers
from condax.build.cxx_runtime import gnu_runtimes
from condax.channel.archive import PackageSpec, read_index, write_conda
from condax.channel.index import index_channel
from condax.errors import UsageError
from condax.platforms import NOARCH, current_platform, get_platform
from condax.toolchain.packages import GnuRuntime

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.build.conftest import Project

TARGETS = ("linux-aarch64", "linux-ppc64le")
SOURCES = Path(__file__).parents[1] / "toolchain" / "cxx"

RECIPE = """
build:
  script:
    - cp $RECIPE_DIR/shapes.* .
    - mkdir -p $PREFIX/lib $PREFIX/include
    - cp shapes.h $PREFIX/include
    - $CXX $CXXFLAGS $LDFLAGS -shared -Wl,-soname,libshapes.so -o $PREFIX/lib/libshapes.so shapes.cc
    - printf 'int main() { try { throw 1; } catch (int n) { return n - 1; } }' > generator.cc
    - env -u LDFLAGS $CXX_FOR_BUILD generator.cc -o generator
    - ./generator
requirements:
  build:
    - ${{ compiler("cxx") }}
    - ${{ stdlib("c") }}
"""


def options(folder: Path, subdir: str, *channels: Path) -> BuildOptions:
    return BuildOptions(
        recipes=(),
        targets=(get_platform(subdir),),
        build_platform=current_platform(),
        output_dir=folder / "output",
        cache_dir=folder / "cache",
        channels=tuple(map(str, channels)),
    )


@pytest.fixture
def offering(tmp_path: Path) -> Callable[..., Offers]:
    """`offering(name=("1", "2"))`: a channel with empty noarch packages of these versions."""

    def make(**versions: tuple[str, ...]) -> Offers:
        channel, empty = tmp_path / "offers", tmp_path / "empty"
        empty.mkdir()
        for name, each in versions.items():
            for version in each:
                full = f"{name.replace('_devel', '-devel')}_linux-aarch64"
                spec = PackageSpec(name=full, version=version, build="0", subdir=NOARCH)
                (channel / "noarch").mkdir(parents=True, exist_ok=True)
                write_conda(spec, empty, channel / "noarch")
        index_channel(channel, ("noarch",))
        return Offers((channel.as_uri(),))

    return make


def test_the_newest_gcc_and_the_oldest_glibc_that_will_do(
    offering: Callable[..., Offers], tmp_path: Path
) -> None:
    offers = offering(
        sysroot=("2.12", "2.17", "2.28", "2.34"),
        libgcc_devel=("9.1.0", "15.1.0", "14.2.0"),
        libstdcxx_devel=("9.1.0", "14.2.0"),
    )
    asked = options(tmp_path, "linux-aarch64", tmp_path / "offers")
    assert gnu_runtimes(asked, offers) == {"linux-aarch64": GnuRuntime(gcc="14.2.0", glibc="2.17")}
    newer = gnu_runtimes(replace(asked, glibc="2.20"), offers)
    assert newer["linux-aarch64"].glibc == "2.28"
    own = replace(asked, cxx_runtime=CxxRuntime.LIBCXX)
    assert gnu_runtimes(own, offers) == {}


def test_libstdcxx_that_no_channel_has_is_refused(
    offering: Callable[..., Offers], tmp_path: Path
) -> None:
    offers = offering(sysroot=("2.17",), libgcc_devel=("14.2.0",))
    asked = options(tmp_path, "linux-aarch64", tmp_path / "offers")
    assert gnu_runtimes(asked, offers) == {}
    with pytest.raises(UsageError, match="no channel has 'libstdcxx-devel_linux-aarch64'"):
        gnu_runtimes(replace(asked, cxx_runtime=CxxRuntime.LIBSTDCXX), offers)


@pytest.mark.integration
@pytest.mark.parametrize("subdir", TARGETS)
def test_a_library_works_with_what_gcc_compiled(
    subdir: str,
    project: Project,
    toolchain_cache: Path,
    require: Callable[[str], str],
    tmp_path: Path,
) -> None:
    """Exceptions, casts, thread-locals and strings pass between the two compilers' code."""
    target = get_platform(subdir)
    triplet = target.debian_triplet
    compiler = require(f"{triplet}-g++")
    texts = {f"shapes__{end}": (SOURCES / f"shapes.{end}").read_text() for end in ("h", "cc")}
    project.recipe("shapes", RECIPE, **texts)
    channel = make_channel(target, tmp_path / "gcc")
    asked = project.options(targets=(target,), cache_dir=toolchain_cache, channels=(str(channel),))
    (job,) = build(asked, env=project.env).jobs
    assert job.state is JobState.BUILT, job.error
    assert job.archive is not None
    depends = read_index(job.archive)["depends"]
    assert sorted(depends) == [f"__glibc >={LIBC},<3.0.a0", "libgcc >=12", "libstdcxx >=12"]

    extract(job.archive, tmp_path / "package")
    library = tmp_path / "package" / "lib" / "libshapes.so"
    found = read_elf(memoryview(library.read_bytes()))
    assert found is not None
    assert "libstdc++.so.6" in found.needed
    assert "libgcc_s.so.1" in found.needed
    assert not any("c++abi" in name or "unwind" in name for name in found.needed)

    program = tmp_path / "app"
    app = [str(SOURCES / "app.cc"), "-o", str(program), f"-L{library.parent}", "-lshapes"]
    subprocess.run([compiler, "-O2", *app, "-latomic"], check=True)
    emulator = [require(f"qemu-{target.qemu_arch}-static"), "-L", f"/usr/{triplet}"]
    path = ("-E", f"LD_LIBRARY_PATH={library.parent}")
    done = subprocess.run([*emulator, *path, program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:7] == [
        "cast 3 circle",
        "no cast 1",
        "typeid 1",
        "caught thrown, in more than fits a short string",
        "through from the program, through the library 1",
        "nested",
        "threads 1 1",
    ]
    assert "(-7.5,3.375)" in lines
