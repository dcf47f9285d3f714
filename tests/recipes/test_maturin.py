"""A Rust program that maturin packs, by a recipe, for two foreign platforms.

The build environment's Rust is Debian's with its standard library of the target, maturin PyPI's.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.conftest import missing
from tests.recipes.conftest import CROSS_TARGETS, build, jobs_of
from tests.rust import MATURIN, rust_library_of  # noqa: F401 a fixture

from condax import load_artifact
from condax.channel.archive import PackageSpec, write_conda
from condax.channel.index import index_channel
from condax.platforms import NOARCH, current_platform

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.platforms import Platform

pytestmark = pytest.mark.integration

RECIPE = Path(__file__).parent / "python/maturin-program"
SITE = "lib/python3.13/site-packages"


def pack_rust(target: Platform, usr: Path, folder: Path) -> None:
    """`rust_<target>`: the machine's programs, told where the target's library is."""
    files = folder / f"rust-{target}"
    (files / "bin").mkdir(parents=True)
    for program in ("cargo", "rustc"):
        (files / "bin" / program).symlink_to(f"/usr/bin/{program}")
    script = files / f"etc/conda/activate.d/activate-rust_{target}.sh"
    script.parent.mkdir(parents=True)
    variable = str(target.rust_target).upper().replace("-", "_")
    script.write_text(f"export CARGO_TARGET_{variable}_RUSTFLAGS=--sysroot={usr}\n")
    here = current_platform()
    spec = PackageSpec(name=f"rust_{target}", version="1", build="0", subdir=here)
    write_conda(spec, files, folder / "channel" / here.subdir)


def pack_maturin(folder: Path) -> None:
    """PyPI's wheel for this machine; of the host's copy only what is Python is used."""
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:"]
    wheels = folder / "wheels"
    done = subprocess.run(
        [*pip, "-d", str(wheels), MATURIN], capture_output=True, text=True, check=False
    )
    if done.returncode:
        missing("pypi", done.stderr)
    [wheel] = wheels.iterdir()
    files = folder / "maturin"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(files / SITE)
    [program] = (files / SITE).glob("maturin-*.data/scripts/maturin")
    (files / "bin").mkdir()
    program.chmod(0o755)
    program.rename(files / "bin/maturin")
    spec = PackageSpec(name="maturin", version="1", build="0", subdir=NOARCH)
    write_conda(spec, files, folder / "channel/noarch")


@pytest.fixture(scope="session")
def program(
    channel: str,
    rust_library_of: Callable[[Platform], Path],  # noqa: F811 the fixture
    tmp_path_factory: pytest.TempPathFactory,
    toolchain_cache: Path,
) -> dict[str, Any]:
    if not Path("/usr/bin/cargo").exists():
        missing("cargo", "Debian's cargo is not installed")
    folder = tmp_path_factory.mktemp("maturin")
    for subdir in (current_platform().subdir, "noarch"):
        (folder / "channel" / subdir).mkdir(parents=True)
    for target in CROSS_TARGETS:
        pack_rust(target, rust_library_of(target), folder)
    pack_maturin(folder)
    index_channel(folder / "channel", (current_platform().subdir, "noarch"))
    channels = ("-c", (folder / "channel").as_uri(), "-c", channel)
    (folder / "out").mkdir()
    return build([RECIPE], folder / "out", toolchain_cache, *channels, targets=CROSS_TARGETS)


@pytest.mark.parametrize("target", CROSS_TARGETS, ids=str)
def test_maturin_builds_a_program_for_the_host(program: dict[str, Any], target: Platform) -> None:
    [job] = jobs_of(program, "maturin-program", target)
    assert (job["state"], job["tests"]["verdict"]) == ("built", "passed"), job
    artifact = load_artifact(Path(job["archive"]))
    assert artifact.elf_files["bin/processor"].machine == target.elf_machine
    [wheel] = [name for name in artifact.files if name.endswith("dist-info/WHEEL")]
    lines = bytes(artifact.files[wheel].content).decode().splitlines()
    assert f"Tag: py3-none-linux_{target.wheel_cpu}" in lines
