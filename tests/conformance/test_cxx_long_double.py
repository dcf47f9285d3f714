"""What C++ programs print of `long double`: the same as those of Debian's cross g++."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.toolchain.conftest import cxx_prefix_of, gnu_prefix_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.toolchain.conftest import Prefix

__all__ = ["cxx_prefix_of", "gnu_prefix_of"]

pytestmark = pytest.mark.integration

SOURCE = Path(__file__).parents[1] / "toolchain" / "cxx" / "long_double.cc"
FLAGS = ("-O2", "-ffp-contract=off")


@pytest.mark.parametrize("subdir", ["linux-aarch64", "linux-ppc64le"])
def test_every_digit_is_that_of_gcc_with_either_runtime(
    subdir: str,
    cxx_prefix_of: Callable[[str], Prefix],
    gnu_prefix_of: Callable[[str], Prefix],
    require: Callable[[str], str],
    tmp_path: Path,
) -> None:
    prefix = cxx_prefix_of(subdir)
    triplet = prefix.target.debian_triplet
    emulator = [require(f"qemu-{prefix.target.qemu_arch}-static"), "-L", f"/usr/{triplet}"]
    compilers = {
        "libcxx": prefix.program("c++"),
        "libstdcxx": gnu_prefix_of(subdir).program("c++"),
        "gcc": require(f"{triplet}-g++"),
    }
    lines = {}
    for name, compiler in compilers.items():
        subprocess.run([compiler, SOURCE, "-o", name, *FLAGS], cwd=tmp_path, check=True)
        libraries = f"LD_LIBRARY_PATH={prefix.path / str(prefix.target.conda_triplet)}/lib"
        own = ["-E", libraries] if name == "libcxx" else []
        done = subprocess.run(
            [*emulator, *own, tmp_path / name], check=True, capture_output=True, text=True
        )
        lines[name] = done.stdout.splitlines()
    assert len(lines["gcc"]) > 2000
    for name in ("libcxx", "libstdcxx"):
        pairs = zip(lines[name], lines["gcc"], strict=True)
        assert [pair for pair in pairs if pair[0] != pair[1]] == [], name
