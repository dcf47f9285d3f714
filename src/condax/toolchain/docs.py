"""The reference page of activation and flags, from the tables that the scripts are made of.

`VALUES`, `APPENDED`, `CMAKE_ARGS` and `MESON_ARGS` say once more what `templates/activate*.sh` do,
in words for a reader; a test compares them with the environment after activation.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from condax.platforms import Platforms
from condax.toolchain import meson
from condax.toolchain.activation import BINUTILS_VARIABLES, compiler_flags
from condax.toolchain.cxx_docs import render_cxx
from condax.toolchain.differences import ACTIVATION_DIFFERENCES, DIFFERENCES
from condax.toolchain.docs_languages import render_languages
from condax.toolchain.docs_markup import code, table
from condax.toolchain.flags import RULES, Action, FlagRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from condax.platforms import Platform

VALUES: Mapping[str, str] = {
    **dict.fromkeys(("HOST", "CONDA_TOOLCHAIN_HOST", "host_alias"), "{T}"),
    **dict.fromkeys(("BUILD", "CONDA_TOOLCHAIN_BUILD", "build_alias"), "{B}"),
    "CC": "{T}-cc",
    "CPP": "{T}-cpp",
    "CC_FOR_BUILD": "{B}-cc",
    "CPP_FOR_BUILD": "{B}-cpp",
    "AR_FOR_BUILD": "{B}-ar",
    "GCC": "{T}-gcc",
    "GCC_AR": "{T}-gcc-ar",
    "GCC_NM": "{T}-gcc-nm",
    "GCC_RANLIB": "{T}-gcc-ranlib",
    **{name: f"{{T}}-{name.lower()}" for name in BINUTILS_VARIABLES},
    "CONDA_BUILD_SYSROOT": "$CONDA_PREFIX/{T}/sysroot",
    "CMAKE_PREFIX_PATH": "{P}:$CONDA_PREFIX/{T}/sysroot/usr",
}
"""`{T}` and `{B}` are the triplets of target and build machine, `{P}` is `$PREFIX` in a build and
`$CONDA_PREFIX` outside."""

MAPPED: Mapping[str, str] = {
    "CONDAX_MAP_SOURCES": "$SRC_DIR=/usr/local/src/conda/$PKG_NAME-$PKG_VERSION",
    "CONDAX_MAP_PREFIX": "{P}=/usr/local/src/conda-prefix",
}
"""Of builds alone: folders, and what debug information calls them."""

APPENDED: Mapping[str, str] = {
    **dict.fromkeys(
        ("CPPFLAGS", "DEBUG_CPPFLAGS", "CFLAGS", "DEBUG_CFLAGS"), "-isystem {P}/include"
    ),
    "LDFLAGS": "-Wl,-rpath,{P}/lib -Wl,-rpath-link,{P}/lib -L{P}/lib",
    "LDFLAGS_LD": "-rpath {P}/lib -rpath-link {P}/lib -L{P}/lib",
}
"""What follows the defaults."""

CMAKE_ARGS: Mapping[str, tuple[str, ...]] = {
    "always": (
        "-DCMAKE_AR=$CONDA_PREFIX/bin/{T}-ar",
        "-DCMAKE_CXX_COMPILER_AR=$CONDA_PREFIX/bin/{T}-gcc-ar",
        "-DCMAKE_C_COMPILER_AR=$CONDA_PREFIX/bin/{T}-gcc-ar",
        "-DCMAKE_RANLIB=$CONDA_PREFIX/bin/{T}-ranlib",
        "-DCMAKE_CXX_COMPILER_RANLIB=$CONDA_PREFIX/bin/{T}-gcc-ranlib",
        "-DCMAKE_C_COMPILER_RANLIB=$CONDA_PREFIX/bin/{T}-gcc-ranlib",
        "-DCMAKE_LINKER=$CONDA_PREFIX/bin/{T}-ld",
        "-DCMAKE_STRIP=$CONDA_PREFIX/bin/{T}-strip",
        "-DCMAKE_BUILD_TYPE=Release",
    ),
    "in a build": (
        "-DCMAKE_FIND_ROOT_PATH_MODE_PROGRAM=NEVER",
        "-DCMAKE_FIND_ROOT_PATH_MODE_LIBRARY=ONLY",
        "-DCMAKE_FIND_ROOT_PATH_MODE_INCLUDE=ONLY",
        "-DCMAKE_FIND_ROOT_PATH={P};$BUILD_PREFIX/{T}/sysroot",
        "-DCMAKE_INSTALL_PREFIX={P}",
        "-DCMAKE_INSTALL_LIBDIR=lib",
        "-DCMAKE_PROGRAM_PATH=$BUILD_PREFIX/bin;{P}/bin",
    ),
    "in a build, with a `$PREFIX/bin/python`": ("-DCMAKE_POLICY_DEFAULT_CMP0094=NEW",),
    "cross": ("-DCMAKE_SYSTEM_NAME={S}", "-DCMAKE_SYSTEM_PROCESSOR={M}"),
    "cross, with an emulator": ("-DCMAKE_CROSSCOMPILING_EMULATOR=$CMAKE_CROSSCOMPILING_EMULATOR",),
}
"""In order; `{S}` is the system's name and `{M}` the processor's."""

MESON_ARGS: Mapping[str, tuple[str, ...]] = {
    "always": ("-Dbuildtype=release",),
    "in a build": ("--prefix={P}", "-Dlibdir=lib"),
    "cross": ("--cross-file=$CONDA_PREFIX/meson_cross_file.txt",),
}

INTRODUCTION = """\
<!-- made by: pytest tests/toolchain/test_docs.py --update-golden -->

# Activation and flags

`compiler("c")` brings `zigcc_<target>` into the build environment, and its activation script
exports what conda-forge's gcc activation exports, under the same names and with the same values
and order. *T* is the triplet of the target, *B* that of the build machine, *P* is `$PREFIX` in a
build (`CONDA_BUILD=1`) and `$CONDA_PREFIX` outside.

The script is `etc/conda/activate.d/activate-zigcc_<target>.sh`, whose name sorts before
`activate_z-cross-python_*`. It is sourced by sh, bash and zsh, also under `set -e`. A variable that
had a value keeps it in `CONDA_BACKUP_<NAME>`; deactivation puts it back, and unsets the others.

"""

ARGUMENTS_TEXT = """
## Arguments for CMake and Meson

In order. *S* is CMake's name of the system, *M* that of the processor. Some values hold a `;`: let
the shell split the variable into words, and never `eval` it.

`$CONDA_PREFIX/share/condax/T.cmake` is a CMake toolchain file with the same compilers and flags,
for `-DCMAKE_TOOLCHAIN_FILE=`; `CMAKE_ARGS` does not name it, because a project may bring its own.
"""

CROSS_TEXT = """
## What only a cross compiler adds

The file `$CONDA_PREFIX/meson_cross_file.txt`, written anew by each activation, with `[binaries]` as
its last section, to which recipes append:

"""

EMULATOR_TEXT = """
`cpp` and `fortran` are there where the prefix has `T-c++` and `T-gfortran`.

And where the machine has an emulator and a libc that runs programs of the target, the variables
below; what the user had set stays, in activation and deactivation.

"""

EMULATOR_ROWS = (
    ("`QEMU_LD_PREFIX`", "the folder of Debian's cross libc, if it is installed"),
    (
        "`CMAKE_CROSSCOMPILING_EMULATOR`",
        "the first of `qemu-<cpu>-static`, `qemu-<cpu>`, `qemu-execve-<cpu>` on PATH",
    ),
    (
        "`CROSSCOMPILING_EMULATOR`",
        "the same, if the kernel hands programs of the target to it (`binfmt_misc`)",
    ),
)

WRAPPER_TEXT = """
## Flags

The compilers are clang and lld, and a flag reaches them as it was given: `-O3` is `-O3`, nothing is
added behind it. In a build (`CONDA_BUILD=1`) they are given

    -fdebug-prefix-map=$CONDA_PREFIX=/usr/local/src/conda-build
    -fdebug-prefix-map=$PREFIX=/usr/local/src/conda-prefix
    -fdebug-prefix-map=$SRC_DIR=/usr/local/src/conda/$PKG_NAME-$PKG_VERSION

in front of the user's options, with the values at activation (`CONDAX_MAP_SOURCES`,
`CONDAX_MAP_PREFIX`), because many a Makefile has a `PREFIX` or `SRC_DIR` of its own: debug
information names no folder of the build, also in a project that ignores `CFLAGS`.

The rules below are the exceptions, and `T-ld` is always given `--undefined-version`, because GNU ld
is silent about version scripts that name symbols which do not exist, and in front of the user's
options `-O2`, which sorts strings so that the order does not depend on the prefix that some of them
name, and `--threads=1` where the inputs are under 512 KiB, where threads cost more than they save.
A test runs every flag that is known from recipes through
these compilers and through Debian's cross gcc and compares what comes out.

"""


def render_reference(build: Platform, targets: Sequence[Platform]) -> str:
    """The page, with one column for each of `targets` where they differ."""
    return "".join(
        (
            INTRODUCTION,
            _variables(build, targets),
            _flags(targets),
            render_cxx(targets),
            _arguments(),
            CROSS_TEXT,
            _cross_file(targets[-1]),
            EMULATOR_TEXT,
            table(("variable", "value"), EMULATOR_ROWS),
            render_languages(build, targets[-1]),
            _activation_differences(),
            WRAPPER_TEXT,
            _rules(),
            _flag_differences(),
        )
    )


def _variables(build: Platform, targets: Sequence[Platform]) -> str:
    rows = [(code(name), code(value)) for name, value in VALUES.items()]
    rows.append(("`CONDA_BUILD_CROSS_COMPILATION`", _crossness(build, targets)))
    rows += [
        (code(name), f"{code(value)} in a build, else not set") for name, value in MAPPED.items()
    ]
    return "## Names and paths\n\n" + table(("variable", "value"), rows)


def _crossness(build: Platform, targets: Sequence[Platform]) -> str:
    cross = next(
        platforms
        for target in targets
        if (platforms := Platforms(build=build, host=target, target=target)).is_cross
    )
    return f"`{cross.conda_build_cross_compilation}` in a cross compiler, else empty"


def _flags(targets: Sequence[Platform]) -> str:
    defaults = {target.subdir: compiler_flags(target) for target in targets}
    head = ("variable", *defaults)
    rows = [(code(name), *(code(flags[name]) for flags in defaults.values())) for name in APPENDED]
    appended = [(code(name), code(value)) for name, value in APPENDED.items()]
    return (
        "\n## Flag variables\n\n"
        "The defaults, then what is appended, then what the user had set.\n\n"
        + table(head, rows)
        + "\n"
        + table(("variable", "appended"), appended)
    )


def _arguments() -> str:
    text = ""
    for name, groups in (("CMAKE_ARGS", CMAKE_ARGS), ("MESON_ARGS", MESON_ARGS)):
        rows = [(when, "<br>".join(map(code, words))) for when, words in groups.items()]
        text += f"\n### {name}\n\n" + table(("when", "arguments"), rows)
    return ARGUMENTS_TEXT + text


def _cross_file(target: Platform) -> str:
    tools = [f"{name} = '{target.conda_triplet}-{tool}'" for name, tool in meson.BINARIES.items()]
    lines = (
        *meson.machine_lines(target),
        "[binaries]",
        *tools,
        "cmake = '$CONDA_PREFIX/bin/cmake'",
        "pkg-config = '$CONDA_PREFIX/bin/pkg-config'",
        "exe_wrapper = 'the emulator, where there is one'",
    )
    return "```ini\n" + "\n".join(lines) + "\n```\n"


def _activation_differences() -> str:
    rows = list(ACTIVATION_DIFFERENCES.items())
    return "\n## Where activation differs from conda-forge's\n\n" + table(("what", "why"), rows)


def _rules() -> str:
    dropped: list[tuple[str, str, str]] = []
    translated: list[tuple[str, str, str]] = []
    for side, rules in RULES.items():
        for reason, of_reason in itertools.groupby(rules, key=lambda rule: rule.reason):
            for is_replaced, group in itertools.groupby(
                of_reason, key=lambda rule: rule.action is Action.REPLACE
            ):
                flags = ", ".join(map(_translation, _without_negations([*group])))
                rows = translated if is_replaced else dropped
                rows.append((side.value.lower(), flags, reason))
    return (
        "### Dropped\n\n"
        + table(("tool", "flags", "why"), dropped)
        + "\n### Translated\n\n"
        + table(("tool", "flag → what the tool gets", "why"), translated)
    )


def _without_negations(rules: Sequence[FlagRule]) -> Iterator[FlagRule]:
    """Dropped `-fx` and `-fno-x` as one row, `-f[no-]x`."""
    flags = {rule.flag for rule in rules if rule.action is Action.DROP}
    for rule in rules:
        if rule.flag.replace("-f", "-fno-", 1) in flags:
            yield replace(rule, flag=rule.flag.replace("-f", "-f[no-]", 1))
        elif "-fno-" not in rule.flag or rule.flag.replace("-fno-", "-f", 1) not in flags:
            yield rule


def _translation(rule: FlagRule) -> str:
    flag = f"`{rule.flag.replace('#', 'N')}`"
    if rule.action is Action.DROP_PAIR:
        return f"{flag} with its value"
    if rule.action is Action.DROP:
        return flag
    star = "*" if rule.flag.endswith("*") else ""
    condition = f" except on {rule.unless_cpu}" if rule.unless_cpu else ""
    return f"{flag} → `{rule.replacement}{star}`{condition}"


def _flag_differences() -> str:
    def rows() -> Iterator[tuple[str, str, str]]:
        for each in DIFFERENCES:
            yield ", ".join(map(code, each.flags)), each.here.value, each.reason

    return "\n### Not as with gcc\n\n" + table(("flag", "here", "why"), rows())
