"""A channel with gcc's and glibc's packages in conda-forge's layout, made of Debian's."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from condax.channel.archive import PackageSpec, write_conda
from condax.channel.index import index_channel
from condax.platforms import NOARCH

if TYPE_CHECKING:
    from condax.platforms import Platform

SYSTEM = ("c", "m", "dl", "rt", "pthread", "resolv", "util")
GCC, LIBC = "12.2.0", "2.36"


def make_channel(target: Platform, channel: Path) -> Path:
    """Write the five packages for `target` into `channel`, from Debian's cross packages."""
    root = Path("/usr", str(target.debian_triplet))
    gcc = Path("/usr/lib/gcc-cross", str(target.debian_triplet), "12")
    folders = {name: channel / f"{name}.files" for name in ("sysroot", "gcc", "cxx", "libs")}
    _sysroot(target, root, folders["sysroot"])
    own = Path("lib", "gcc", str(target.conda_triplet), GCC)
    _gcc_devel(gcc, root, folders["gcc"] / own)
    _cxx_devel(target, gcc, folders["cxx"] / own)
    for package, library in (("libgcc", "libgcc_s.so.1"), ("libstdcxx", "libstdc++.so.6")):
        lib = channel / f"{package}.files" / "lib"
        lib.mkdir(parents=True)
        shutil.copyfile(root / "lib" / library, lib / library)
        depends = (f"__glibc >={LIBC}",) if package == "libgcc" else ("libgcc >=12",)
        spec = _spec(package, GCC, target, depends=depends)
        write_conda(spec, lib.parent, channel / target.subdir)
    exports = (f"__glibc >={LIBC},<3.0.a0",)
    spec = _spec(f"sysroot_{target.subdir}", LIBC, NOARCH, strong_run_exports=exports)
    write_conda(spec, folders["sysroot"], channel / "noarch")
    for name, part in (("libgcc-devel", "gcc"), ("libstdcxx-devel", "cxx")):
        write_conda(
            _spec(f"{name}_{target.subdir}", GCC, NOARCH), folders[part], channel / "noarch"
        )
    for folder in channel.glob("*.files"):
        shutil.rmtree(folder)
    index_channel(channel, (target.subdir, "noarch"))
    return channel


def _spec(
    name: str,
    version: str,
    subdir: Platform,
    depends: tuple[str, ...] = (),
    strong_run_exports: tuple[str, ...] = (),
) -> PackageSpec:
    return PackageSpec(
        name=name,
        version=version,
        build="debian_0",
        subdir=subdir,
        depends=depends,
        strong_run_exports=strong_run_exports,
    )


def _sysroot(target: Platform, root: Path, files: Path) -> None:
    sysroot = files / str(target.conda_triplet) / "sysroot"
    lib = sysroot / "usr" / "lib64"
    lib.mkdir(parents=True)
    shutil.copytree(
        root / "include", sysroot / "usr" / "include", ignore=shutil.ignore_patterns("c++")
    )
    patterns = ["*crt*.o", "libc_nonshared.a", "ld*.so.*"]
    patterns += [f"lib{name}.so*" for name in SYSTEM]
    # Empty since glibc 2.34, which has what was in them in libc.
    patterns += [f"lib{name}.a" for name in ("dl", "pthread", "rt", "util")]
    for path in sorted({path for pattern in patterns for path in (root / "lib").glob(pattern)}):
        shutil.copyfile(path, lib / path.name)
    loader = root / str(target.elf_interpreter).lstrip("/")
    shutil.copyfile(loader, lib / loader.name)
    script = (lib / "libc.so").read_text()
    (lib / "libc.so").write_text(re.sub(rf"{root}/lib(64)?/", "/usr/lib64/", script))
    for link, to in {"lib64": "usr/lib64", "lib": "usr/lib64", "usr/lib": "lib64"}.items():
        (sysroot / link).symlink_to(to)


def _gcc_devel(gcc: Path, root: Path, own: Path) -> None:
    own.mkdir(parents=True)
    for path in (*gcc.glob("crt*.o"), *gcc.glob("libgcc*")):
        shutil.copyfile(path, own / path.name)
    shutil.copyfile(root / "lib" / "libgcc_s.so.1", own / "libgcc_s.so.1")


def _cxx_devel(target: Platform, gcc: Path, own: Path) -> None:
    headers = own / "include" / "c++"
    debian = Path("/usr", str(target.debian_triplet), "include", "c++", "12")
    shutil.copytree(debian, headers)
    (headers / str(target.debian_triplet)).rename(headers / str(target.conda_triplet))
    for name in ("libstdc++.so", "libstdc++.a", "libsupc++.a"):
        shutil.copyfile(gcc / name, own / name)
