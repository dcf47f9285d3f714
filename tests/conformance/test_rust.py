"""Rust with its standard library: Debian's, for the target, linked by cargo as activation says."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.rust import rust_library_of  # noqa: F401 a fixture

from condax.audit.elf import read_elf
from condax.platforms import Platforms, current_platform, get_platform
from condax.toolchain import EnvFormat, compiler_environment, ensure_toolchain, render_environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from condax.platforms import Platform

pytestmark = pytest.mark.integration

MANIFEST = '[package]\nname = "part"\nversion = "1.0.0"\nedition = "2021"\n'
MAIN = """\
use std::collections::HashMap;
fn main() {
    std::panic::set_hook(Box::new(|_| ()));
    let empty: Vec<i32> = vec![];
    let caught = std::panic::catch_unwind(|| empty[std::env::args().count()]).is_err();
    let sum: i32 = std::thread::spawn(|| (1..=8).sum()).join().unwrap();
    let map: HashMap<_, _> = [("x", 6.25f64.sqrt())].into_iter().collect();
    println!("{} {} {} {}", caught, sum, map["x"], std::env::consts::ARCH);
}
"""


@pytest.mark.parametrize("subdir", ["linux-aarch64", "linux-ppc64le"])
def test_a_program_with_the_standard_library_unwinds_and_runs(
    subdir: str,
    rust_library_of: Callable[[Platform], Path],  # noqa: F811 the fixture
    toolchain_cache: Path,
    require: Callable[[str], str],
    tmp_path: Path,
) -> None:
    """Without a C++ compiler, whose unwinder would be another one."""
    here, target = current_platform(), get_platform(subdir)
    require(f"qemu-{target.qemu_arch}-static")
    library = rust_library_of(target)
    toolchain = ensure_toolchain(build=here, targets=[target], cache=toolchain_cache)
    environment = compiler_environment(
        toolchain,
        Platforms(build=here, host=target, target=target),
        cache=toolchain_cache,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    (tmp_path / "env.sh").write_text(render_environment(environment, EnvFormat.SHELL))
    (tmp_path / "Cargo.toml").write_text(MANIFEST)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.rs").write_text(MAIN)
    done = subprocess.run(
        ["/bin/sh", "-ec", ". ./env.sh && /usr/bin/cargo run --quiet --offline"],
        cwd=tmp_path,
        env={
            **{"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "RUSTC": "/usr/bin/rustc"},
            "RUSTFLAGS": f"--sysroot {library}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    cpu = str(target.rust_target).partition("-")[0].replace("powerpc64le", "powerpc64")
    assert done.stdout == f"true 36 2.5 {cpu}\n"
    program = tmp_path / "target" / str(target.rust_target) / "debug" / "part"
    elf = read_elf(memoryview(program.read_bytes()))
    assert elf is not None
    assert not {"libgcc_s.so.1", "libunwind.so.1"} & set(elf.needed)
