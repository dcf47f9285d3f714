"""What the activation scripts do to an environment, against conda-forge's contract.

The tables here are written from ctng-compiler-activation, not from our code.
"""

from __future__ import annotations

import configparser
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.platforms import Platform, get_platform
from condax.toolchain.activation import (
    MAPS,
    VARIABLES,
    compiler_flags,
    default_variables,
    language_variables,
    render_activate,
    render_deactivate,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.conftest import Golden

BUILD = get_platform("linux-64")
SUBDIRS = ("linux-64", "linux-aarch64", "linux-ppc64le", "linux-riscv64", "linux-s390x")
CONTRACT_SUBDIRS = SUBDIRS[:3]
SHELLS = ("dash", "bash", "zsh")


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A build prefix with the scripts of one target, and the environment before activation."""

    folder: Path
    target: Platform
    environment: Mapping[str, str] = field(default_factory=dict)
    shell: str = "/bin/sh"

    @property
    def package(self) -> str:
        return f"zigcc_{self.target.subdir}"

    @property
    def build_prefix(self) -> Path:
        return self.folder / "build-prefix"

    @property
    def script(self) -> Path:
        return self.build_prefix / f"activate-{self.package}.sh"

    def write(self) -> None:
        self.build_prefix.mkdir()
        (self.folder / "prefix").mkdir()
        (self.folder / "bin").mkdir()
        self.script.write_text(render_activate(BUILD, self.target, self.package))
        deactivate = self.build_prefix / f"deactivate-{self.package}.sh"
        deactivate.write_text(render_deactivate(BUILD, self.target, self.package))

    @property
    def before(self) -> dict[str, str]:
        """The environment that the scripts are sourced in: PATH leads to no program at all."""
        return {
            "PATH": str(self.folder / "bin"),
            "CONDA_PREFIX": str(self.build_prefix),
            "QEMU_LD_PREFIX": "/opt/libc-of-the-target",
            **self.environment,
        }

    def run(self, commands: str) -> str:
        done = subprocess.run(
            [self.shell, "-c", commands],
            env=self.before,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return done.stdout

    def after(self, *steps: str, options: str = "set -e") -> dict[str, str]:
        """The environment after sourcing the scripts named in `steps`."""
        lines = [options]
        lines += [f". {self.build_prefix}/{step}-{self.package}.sh >/dev/null" for step in steps]
        lines += [f"exec {shutil.which('env')} -0"]
        words = self.run("\n".join(lines)).split("\0")
        pairs = (word.partition("=") for word in words if word)
        # Shells set these by themselves.
        return {
            name: value for name, _, value in pairs if name not in {"_", "PWD", "SHLVL", "OLDPWD"}
        }

    def normalise(self, text: str) -> str:
        text = text.replace(str(self.build_prefix), "<BUILD_PREFIX>")
        return text.replace(str(self.folder / "prefix"), "<PREFIX>")


def conda_build(folder: Path) -> dict[str, str]:
    """What rattler-build and conda-build set for a script."""
    return {
        "CONDA_BUILD": "1",
        "PREFIX": str(folder / "prefix"),
        "BUILD_PREFIX": str(folder / "build-prefix"),
        "SRC_DIR": "/build/src",
        "PKG_NAME": "xz",
        "PKG_VERSION": "5.4.1",
    }


@pytest.fixture
def scene(tmp_path: Path) -> Callable[..., Scene]:
    """`scene("linux-aarch64", CFLAGS="-g")`: scripts written, environment before given."""

    def make(
        subdir: str, *, build: bool = False, shell: str = "/bin/sh", **environment: str
    ) -> Scene:
        base = conda_build(tmp_path) if build else {}
        made = Scene(
            folder=tmp_path,
            target=get_platform(subdir),
            environment={**base, **environment},
            shell=shell,
        )
        made.write()
        return made

    return make


TRIPLETS = {
    "linux-64": "x86_64-conda-linux-gnu",
    "linux-aarch64": "aarch64-conda-linux-gnu",
    "linux-ppc64le": "powerpc64le-conda-linux-gnu",
}
B = "x86_64-conda-linux-gnu"

# {T}: triplet of the target, {C}: CONDA_PREFIX, {P}: PREFIX in a build, else CONDA_PREFIX.
TOOLS = {
    "HOST": "{T}",
    "CONDA_TOOLCHAIN_HOST": "{T}",
    "host_alias": "{T}",
    "BUILD": B,
    "CONDA_TOOLCHAIN_BUILD": B,
    "build_alias": B,
    "CC": "{T}-cc",
    "CPP": "{T}-cpp",
    "CC_FOR_BUILD": f"{B}-cc",
    "CPP_FOR_BUILD": f"{B}-cpp",
    "AR_FOR_BUILD": f"{B}-ar",
    "GCC": "{T}-gcc",
    "GCC_AR": "{T}-gcc-ar",
    "GCC_NM": "{T}-gcc-nm",
    "GCC_RANLIB": "{T}-gcc-ranlib",
    "ADDR2LINE": "{T}-addr2line",
    "AR": "{T}-ar",
    "AS": "{T}-as",
    "LD": "{T}-ld",
    "NM": "{T}-nm",
    "OBJCOPY": "{T}-objcopy",
    "OBJDUMP": "{T}-objdump",
    "RANLIB": "{T}-ranlib",
    "READELF": "{T}-readelf",
    "SIZE": "{T}-size",
    "STRINGS": "{T}-strings",
    "STRIP": "{T}-strip",
    "CONDA_BUILD_SYSROOT": "{C}/{T}/sysroot",
    "CMAKE_PREFIX_PATH": "{P}:{C}/{T}/sysroot/usr",
}

_X86 = "-march=nocona -mtune=haswell "
_POWER = "-mcpu=power8 -mtune=power8 "
_AARCH64_CFLAGS = "-ftree-vectorize -fPIC -fstack-protector-strong -fno-plt -O3 -pipe"
_AARCH64_DEBUG = (
    "-ftree-vectorize -fPIC -fstack-protector-all -fno-plt -Og -g -Wall -Wextra"
    " -fvar-tracking-assignments -pipe"
)
_AARCH64_LD = "-O2 --sort-common --as-needed -z relro -z now --allow-shlib-undefined"
_AARCH64_LDFLAGS = (
    "-Wl,-O2 -Wl,--sort-common -Wl,--as-needed -Wl,-z,relro -Wl,-z,now -Wl,--allow-shlib-undefined"
)
_CPPFLAGS = "-DNDEBUG -D_FORTIFY_SOURCE=2 -O2"
_DEBUG_CPPFLAGS = "-D_DEBUG -D_FORTIFY_SOURCE=2 -Og"

DEFAULT_FLAGS = {
    "linux-64": {
        "CPPFLAGS": _CPPFLAGS,
        "CFLAGS": _X86 + "-ftree-vectorize -fPIC -fstack-protector-strong -fno-plt -O2"
        " -ffunction-sections -pipe",
        "LDFLAGS": "-Wl,-O2 -Wl,--sort-common -Wl,--as-needed -Wl,-z,relro -Wl,-z,now"
        " -Wl,--disable-new-dtags -Wl,--gc-sections -Wl,--allow-shlib-undefined",
        "LDFLAGS_LD": "-O2 --sort-common --as-needed -z relro -z now"
        " --disable-new-dtags --gc-sections --allow-shlib-undefined",
        "DEBUG_CPPFLAGS": _DEBUG_CPPFLAGS,
        "DEBUG_CFLAGS": _X86 + "-ftree-vectorize -fPIC -fstack-protector-all -fno-plt -Og -g"
        " -Wall -Wextra -fvar-tracking-assignments -ffunction-sections -pipe",
    },
    "linux-aarch64": {
        "CPPFLAGS": _CPPFLAGS,
        "CFLAGS": _AARCH64_CFLAGS,
        "LDFLAGS": _AARCH64_LDFLAGS,
        "LDFLAGS_LD": _AARCH64_LD,
        "DEBUG_CPPFLAGS": _DEBUG_CPPFLAGS,
        "DEBUG_CFLAGS": _AARCH64_DEBUG,
    },
    "linux-ppc64le": {
        "CPPFLAGS": _CPPFLAGS,
        "CFLAGS": _POWER + _AARCH64_CFLAGS,
        "LDFLAGS": _AARCH64_LDFLAGS,
        "LDFLAGS_LD": _AARCH64_LD,
        "DEBUG_CPPFLAGS": _DEBUG_CPPFLAGS,
        "DEBUG_CFLAGS": _POWER + _AARCH64_DEBUG,
    },
}

# Appended to the defaults. gcc's -fno-merge-constants is left out, and the maps for debug
# information are the compilers' own business.
_INCLUDE = " -isystem {P}/include"
_LINK = " -Wl,-rpath,{P}/lib -Wl,-rpath-link,{P}/lib -L{P}/lib"
APPENDED = {
    **dict.fromkeys(("CPPFLAGS", "DEBUG_CPPFLAGS", "CFLAGS", "DEBUG_CFLAGS"), _INCLUDE),
    "LDFLAGS": _LINK,
    "LDFLAGS_LD": _LINK.replace("-Wl,-rpath,", "-rpath ").replace(
        "-Wl,-rpath-link,", "-rpath-link "
    ),
}

CMAKE_ALWAYS = (
    "-DCMAKE_AR={C}/bin/{T}-ar",
    "-DCMAKE_CXX_COMPILER_AR={C}/bin/{T}-gcc-ar",
    "-DCMAKE_C_COMPILER_AR={C}/bin/{T}-gcc-ar",
    "-DCMAKE_RANLIB={C}/bin/{T}-ranlib",
    "-DCMAKE_CXX_COMPILER_RANLIB={C}/bin/{T}-gcc-ranlib",
    "-DCMAKE_C_COMPILER_RANLIB={C}/bin/{T}-gcc-ranlib",
    "-DCMAKE_LINKER={C}/bin/{T}-ld",
    "-DCMAKE_STRIP={C}/bin/{T}-strip",
    "-DCMAKE_BUILD_TYPE=Release",
)
CMAKE_BUILD = (
    "-DCMAKE_FIND_ROOT_PATH_MODE_PROGRAM=NEVER",
    "-DCMAKE_FIND_ROOT_PATH_MODE_LIBRARY=ONLY",
    "-DCMAKE_FIND_ROOT_PATH_MODE_INCLUDE=ONLY",
    "-DCMAKE_FIND_ROOT_PATH={P};{C}/{T}/sysroot",
    "-DCMAKE_INSTALL_PREFIX={P}",
    "-DCMAKE_INSTALL_LIBDIR=lib",
    "-DCMAKE_PROGRAM_PATH={C}/bin;{P}/bin",
)
CMAKE_CROSS = {
    "linux-64": (),
    "linux-aarch64": ("-DCMAKE_SYSTEM_NAME=Linux", "-DCMAKE_SYSTEM_PROCESSOR=aarch64"),
    "linux-ppc64le": ("-DCMAKE_SYSTEM_NAME=Linux", "-DCMAKE_SYSTEM_PROCESSOR=ppc64le"),
}
MESON_ALWAYS = ("-Dbuildtype=release",)
MESON_BUILD = ("--prefix={P}", "-Dlibdir=lib")
MESON_CROSS = ("--cross-file={C}/meson_cross_file.txt",)

MODES = pytest.mark.parametrize("build", [True, False], ids=["build", "shell"])


def contract(subdir: str, *, build: bool) -> dict[str, str]:
    """Every variable of the contract for one target, with placeholders."""
    cross = () if subdir == "linux-64" else MESON_CROSS
    cmake = (*CMAKE_ALWAYS, *(CMAKE_BUILD if build else ()), *CMAKE_CROSS[subdir])
    meson = (*MESON_ALWAYS, *(MESON_BUILD if build else ()), *cross)
    flags = DEFAULT_FLAGS[subdir]
    return {
        **TOOLS,
        "CONDA_BUILD_CROSS_COMPILATION": "" if subdir == "linux-64" else "1",
        **{name: flags[name] + APPENDED[name] for name in flags},
        "CMAKE_ARGS": " ".join(cmake),
        "MESON_ARGS": " ".join(meson),
    }


@MODES
@pytest.mark.parametrize("subdir", CONTRACT_SUBDIRS)
def test_every_variable_has_the_value_of_the_contract(
    subdir: str, build: bool, scene: Callable[..., Scene]
) -> None:
    here = scene(subdir, build=build)
    after = here.after("activate")
    prefix = here.before["PREFIX"] if build else str(here.build_prefix)
    expected = {
        name: value.format(T=TRIPLETS[subdir], C=here.build_prefix, P=prefix)
        for name, value in contract(subdir, build=build).items()
    }
    assert {name: after.get(name) for name in expected} == expected


@pytest.mark.parametrize("subdir", SUBDIRS)
def test_no_flag_names_the_source_folder(subdir: str, scene: Callable[..., Scene]) -> None:
    """Projects install their flags, and whoever builds upon them would get these."""
    here = scene(subdir, build=True)
    after = here.after("activate")
    named = {name for name, value in after.items() if here.before["SRC_DIR"] in value}
    assert named == {"SRC_DIR", "CONDAX_MAP_SOURCES"}


RUST = {
    "linux-64": "x86_64-unknown-linux-gnu",
    "linux-aarch64": "aarch64-unknown-linux-gnu",
    "linux-ppc64le": "powerpc64le-unknown-linux-gnu",
}
GO = {"linux-aarch64": "arm64", "linux-ppc64le": "ppc64le"}


@pytest.mark.parametrize("subdir", CONTRACT_SUBDIRS)
def test_other_languages_find_both_compilers(subdir: str, scene: Callable[..., Scene]) -> None:
    after = scene(subdir).after("activate")
    for each in {subdir, "linux-64"}:
        rust, triplet = RUST[each], TRIPLETS[each]
        small = rust.replace("-", "_")
        assert after[f"CARGO_TARGET_{small.upper()}_LINKER"] == f"{triplet}-cc"
        assert after[f"CC_{small}"] == f"{triplet}-cc"
        assert after[f"AR_{small}"] == f"{triplet}-ar"
    assert after["CGO_ENABLED"] == "1"
    for name in ("CFLAGS", "CPPFLAGS", "LDFLAGS"):
        assert after[f"CGO_{name}"] == after[name]


@pytest.mark.parametrize("subdir", CONTRACT_SUBDIRS)
def test_only_a_cross_compiler_says_what_to_build_for(
    subdir: str, scene: Callable[..., Scene]
) -> None:
    here = scene(subdir)
    after = here.after("activate")
    triplet, cross = TRIPLETS[subdir], subdir != "linux-64"
    expected = {
        "CARGO_BUILD_TARGET": RUST[subdir],
        "PKG_CONFIG_ALLOW_CROSS": "1",
        "GOOS": "linux",
        "GOARCH": GO.get(subdir),
        "BINDGEN_EXTRA_CLANG_ARGS": f"--target={triplet}"
        f" --sysroot={here.build_prefix}/{triplet}/sysroot",
    }
    assert {name: after.get(name) for name in expected} == (
        expected if cross else dict.fromkeys(expected)
    )


@pytest.mark.parametrize("subdir", CONTRACT_SUBDIRS)
def test_configure_reads_the_site_file_of_the_target(
    subdir: str, scene: Callable[..., Scene]
) -> None:
    here = scene(subdir)
    site = f"{here.build_prefix}/share/condax/{TRIPLETS[subdir]}.site"
    assert here.after("activate")["CONFIG_SITE"] == site


def test_the_contract_names_every_variable() -> None:
    assert set(contract("linux-64", build=True)) == set(VARIABLES)


@pytest.mark.golden
@MODES
@pytest.mark.parametrize("subdir", SUBDIRS)
def test_environment_after_activation(
    subdir: str, build: bool, scene: Callable[..., Scene], golden: Golden
) -> None:
    here = scene(subdir, build=build)
    after = here.after("activate")
    named = {*VARIABLES, *MAPS, *language_variables(BUILD, here.target)}
    lines = [f"{name}={after[name]}" for name in sorted(after) if name in named]
    cross_file = here.build_prefix / "meson_cross_file.txt"
    if cross_file.exists():
        lines += ["", "# meson_cross_file.txt", *cross_file.read_text().splitlines()]
    mode = "build" if build else "shell"
    golden(f"activation/{subdir}-{mode}.txt", here.normalise("\n".join(lines)) + "\n")


@MODES
@pytest.mark.parametrize("subdir", SUBDIRS)
def test_nothing_else_is_exported(subdir: str, build: bool, scene: Callable[..., Scene]) -> None:
    here = scene(subdir, build=build)
    added = set(here.after("activate")) - set(here.before)
    assert (
        added
        - set(VARIABLES)
        - set(MAPS if build else ())
        - set(language_variables(BUILD, here.target))
        - set(default_variables(here.target))
        - {f"CONDAX_DEFAULT_{name}" for name in default_variables(here.target)}
        == set()
    )


@pytest.mark.parametrize("shell", SHELLS)
def test_no_function_or_variable_of_the_script_remains(
    shell: str, scene: Callable[..., Scene], require: Callable[[str], str]
) -> None:
    here = scene("linux-aarch64", shell=require(shell))
    left = here.run(f". {here.script}\nset\ntype _condax_set _condax_add 2>&1 || :")
    assert "_condax_" not in left.partition("_condax_set")[0]
    assert "not found" in left


@pytest.mark.parametrize("subdir", SUBDIRS)
def test_deactivation_restores_set_and_unset_variables(
    subdir: str, scene: Callable[..., Scene]
) -> None:
    here = scene(subdir, CC="mycc", CFLAGS="-g -O0", CMAKE_ARGS="-DA=B", HOST="here")
    assert here.after("activate", "deactivate") == here.before


def test_a_variable_that_was_empty_comes_back_unset(scene: Callable[..., Scene]) -> None:
    here = scene("linux-aarch64", LDFLAGS="")
    after = here.after("activate", "deactivate")
    assert after == {k: v for k, v in here.before.items() if k != "LDFLAGS"}


@pytest.mark.parametrize(
    "name", ["CFLAGS", "CPPFLAGS", "LDFLAGS", "LDFLAGS_LD", "DEBUG_CFLAGS", "DEBUG_CPPFLAGS"]
)
def test_flags_of_the_user_come_behind_the_defaults(name: str, scene: Callable[..., Scene]) -> None:
    here = scene("linux-ppc64le", **{name: "-user  flag"})
    after = here.after("activate")
    assert after[name].startswith(compiler_flags(here.target)[name])
    assert after[name].endswith(" -user  flag")
    assert after[f"CONDA_BACKUP_{name}"] == "-user  flag"


def test_the_cmake_prefix_path_of_the_user_comes_last(scene: Callable[..., Scene]) -> None:
    after = scene("linux-64", CMAKE_PREFIX_PATH="/a:/b").after("activate")
    assert after["CMAKE_PREFIX_PATH"].endswith("/sysroot/usr:/a:/b")


def test_a_second_activation_backs_up_the_first(scene: Callable[..., Scene]) -> None:
    here = scene("linux-aarch64", CC="mycc")
    once = here.after("activate")
    twice = here.after("activate", "activate")
    assert twice["CONDA_BACKUP_CC"] == once["CC"]
    assert twice["CONDA_BACKUP_CFLAGS"] == once["CFLAGS"]
    assert here.after("activate", "activate", "deactivate")["CC"] == once["CC"]


def test_values_are_data_and_not_code(scene: Callable[..., Scene]) -> None:
    nasty = "$(touch pwned) `touch pwned` \"a\" 'b' \\ $HOME *"
    here = scene("linux-aarch64", CFLAGS=nasty, CC=nasty)
    after = here.after("activate")
    assert after["CFLAGS"].endswith(nasty)
    assert after["CONDA_BACKUP_CC"] == nasty
    assert here.after("activate", "deactivate") == here.before


@pytest.mark.parametrize("options", ["", "set -e", "set -eu"])
@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_gives_the_same_environment(
    shell: str, options: str, scene: Callable[..., Scene], require: Callable[[str], str]
) -> None:
    here = scene("linux-aarch64", shell=require(shell), CC="mycc")
    plain = Scene(folder=here.folder, target=here.target, environment=here.environment)
    after, expected = here.after("activate", options=options), plain.after("activate")
    assert {name: after.get(name) for name in VARIABLES} == {
        name: expected.get(name) for name in VARIABLES
    }
    restored = here.after("activate", "deactivate", options=options)
    # zsh knows the machine's name under HOST before anything is sourced.
    restored.pop("HOST", None)
    assert restored == here.after()


@pytest.mark.parametrize("subdir", SUBDIRS)
def test_shellcheck_finds_nothing(
    subdir: str, scene: Callable[..., Scene], require: Callable[[str], str]
) -> None:
    here = scene(subdir)
    scripts = sorted(here.build_prefix.glob("*.sh"))
    command = [require("shellcheck"), "--shell=sh", *map(str, scripts)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert len(scripts) == 2


def test_the_script_sorts_before_cross_python() -> None:
    names = ["activate_z-cross-python_linux-aarch64.sh", "activate-zigcc_linux-aarch64.sh"]
    assert min(names) == names[1]


def test_only_a_build_prints_the_changes(scene: Callable[..., Scene]) -> None:
    here = scene("linux-aarch64", build=True)
    printed = here.run(f". {here.script}").splitlines()
    assert printed[0].startswith("INFO: activate-zigcc_linux-aarch64.sh made the following")
    assert "+CC=aarch64-conda-linux-gnu-cc" in printed
    outside = Scene(folder=here.folder, target=here.target)
    assert outside.run(f". {outside.script}") == ""


@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_cmake_args_survive_word_splitting(
    shell: str, scene: Callable[..., Scene], require: Callable[[str], str]
) -> None:
    here = scene("linux-ppc64le", build=True, shell=require(shell))
    printed = here.run(f'. {here.script} >/dev/null\nfor a in $CMAKE_ARGS; do echo "[$a]"; done')
    words = [line[1:-1] for line in printed.splitlines()]
    template = (*CMAKE_ALWAYS, *CMAKE_BUILD, *CMAKE_CROSS["linux-ppc64le"])
    names = [word.partition("=")[0] for word in template]
    assert [word.partition("=")[0] for word in words] == names


def test_a_python_in_the_host_prefix_changes_cmakes_policy(scene: Callable[..., Scene]) -> None:
    here = scene("linux-aarch64", build=True)
    (here.folder / "prefix" / "bin").mkdir()
    (here.folder / "prefix" / "bin" / "python").touch()
    words = here.after("activate")["CMAKE_ARGS"].split()
    place = words.index("-DCMAKE_POLICY_DEFAULT_CMP0094=NEW")
    assert words[place - 1].startswith("-DCMAKE_PROGRAM_PATH=")


def cross_file(here: Scene) -> configparser.ConfigParser:
    here.after("activate")
    parser = configparser.ConfigParser()
    parser.read_string((here.build_prefix / "meson_cross_file.txt").read_text())
    return parser


@pytest.mark.parametrize(
    ("subdir", "facts"),
    [
        ("linux-aarch64", "aarch64 aarch64 little IEEE_QUAD_LE"),
        ("linux-ppc64le", "ppc64le ppc64 little IBM_DOUBLE_DOUBLE_LE"),
        ("linux-riscv64", "riscv64 riscv64 little IEEE_QUAD_LE"),
        ("linux-s390x", "s390x s390x big IEEE_QUAD_BE"),
    ],
)
def test_the_meson_cross_file_describes_the_target(
    subdir: str, facts: str, scene: Callable[..., Scene]
) -> None:
    cpu, family, endian, long_double = facts.split()
    here = scene(subdir)
    parsed = cross_file(here)
    assert parsed.sections()[-1] == "binaries"
    assert dict(parsed["host_machine"]) == {
        "system": "'linux'",
        "cpu": f"'{cpu}'",
        "cpu_family": f"'{family}'",
        "endian": f"'{endian}'",
    }
    assert parsed["properties"]["longdouble_format"] == f"'{long_double}'"
    assert parsed["properties"]["needs_exe_wrapper"] == "true"
    triplet = here.target.conda_triplet
    tools = [
        "ar",
        "ranlib",
        "nm",
        "strip",
        "objcopy",
        "objdump",
        "readelf",
        "size",
        "strings",
        "as",
    ]
    assert dict(parsed["binaries"]) == {
        "c": f"'{triplet}-cc'",
        **{name: f"'{triplet}-{name}'" for name in tools},
        "cmake": f"'{here.build_prefix}/bin/cmake'",
        "pkg-config": f"'{here.build_prefix}/bin/pkg-config'",
    }


def test_compilers_of_other_packages_are_in_the_meson_cross_file(
    scene: Callable[..., Scene],
) -> None:
    here = scene("linux-aarch64")
    (here.build_prefix / "bin").mkdir()
    for name in ("c++", "gfortran"):
        (here.build_prefix / "bin" / f"aarch64-conda-linux-gnu-{name}").touch()
    binaries = cross_file(here)["binaries"]
    assert binaries["cpp"] == "'aarch64-conda-linux-gnu-c++'"
    assert binaries["fortran"] == "'aarch64-conda-linux-gnu-gfortran'"


def test_a_native_compiler_writes_no_cross_file(scene: Callable[..., Scene]) -> None:
    here = scene("linux-64")
    here.after("activate")
    assert list(here.build_prefix.glob("meson*")) == []


def add_programs(here: Scene, names: Sequence[str]) -> None:
    for name in names:
        path = here.folder / "bin" / name
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)


def test_an_emulator_on_path_is_named_for_cmake_and_meson(scene: Callable[..., Scene]) -> None:
    here = scene("linux-ppc64le")
    add_programs(here, ["qemu-ppc64le", "qemu-aarch64-static"])
    emulator = str(here.folder / "bin" / "qemu-ppc64le")
    assert cross_file(here)["binaries"]["exe_wrapper"] == f"'{emulator}'"
    after = here.after("activate")
    assert after["CMAKE_CROSSCOMPILING_EMULATOR"] == emulator
    assert after["CARGO_TARGET_POWERPC64LE_UNKNOWN_LINUX_GNU_RUNNER"] == emulator
    assert after["CMAKE_ARGS"].endswith(f" -DCMAKE_CROSSCOMPILING_EMULATOR={emulator}")
    # Recipes run `make check` when this is set: only with a kernel that starts the programs.
    handled = Path("/proc/sys/fs/binfmt_misc/qemu-ppc64le").exists()
    assert after.get("CROSSCOMPILING_EMULATOR") == (emulator if handled else None)
    assert here.after("activate", "deactivate") == here.before


def test_the_emulator_variables_of_the_user_stay(scene: Callable[..., Scene]) -> None:
    own = {"CROSSCOMPILING_EMULATOR": "/my/qemu", "CMAKE_CROSSCOMPILING_EMULATOR": "/my/other"}
    here = scene("linux-aarch64", **own)
    add_programs(here, ["qemu-aarch64"])
    after = here.after("activate")
    assert {name: after[name] for name in own} == own
    assert after["QEMU_LD_PREFIX"] == "/opt/libc-of-the-target"
    assert cross_file(here)["binaries"]["exe_wrapper"] == "'/my/qemu'"
    assert here.after("activate", "deactivate") == here.before


def test_qemus_prefix_is_never_the_stub_sysroot(scene: Callable[..., Scene]) -> None:
    here = scene("linux-aarch64", QEMU_LD_PREFIX="")
    debian = Path("/usr/aarch64-linux-gnu")
    has_libc = (debian / "lib" / "ld-linux-aarch64.so.1").exists()
    expected = str(debian) if has_libc else ""
    assert here.after("activate").get("QEMU_LD_PREFIX", "") == expected


@pytest.mark.parametrize("subdir", SUBDIRS)
def test_no_placeholder_is_left(subdir: str) -> None:
    assert "@" not in render_activate(BUILD, get_platform(subdir), "zigcc")
    assert "@" not in render_deactivate(BUILD, get_platform(subdir), "zigcc")
