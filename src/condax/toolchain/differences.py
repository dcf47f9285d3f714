"""Flags that gcc and this toolchain do not treat alike, each with its reason.

Data for the reference page; a test runs both compilers over a list of flags and finds just these.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Here(str, Enum):
    """What this toolchain does where gcc and GNU ld do something else."""

    REFUSED = "refused"
    ACCEPTED = "accepted"
    """gcc refuses the flag, or refuses it for this target."""
    OTHERWISE = "works otherwise"


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Flags with one reason."""

    flags: tuple[str, ...]
    """As on the compiler's command line."""
    here: Here
    reason: str


DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        flags=("-static", "-static-pie"),
        here=Here.REFUSED,
        reason="the sysroot has glibc as stub libraries, to link against and not to link in",
    ),
    Difference(
        flags=("--coverage", "-fprofile-arcs -ftest-coverage", "-fprofile-generate"),
        here=Here.REFUSED,
        reason="the zig wheel has no profiling runtime; compiling works, linking does not",
    ),
    Difference(
        flags=("-fsanitize=address", "-fsanitize=undefined"),
        here=Here.REFUSED,
        reason="the zig wheel has no sanitizer runtime for a C link; `-fsanitize-trap` needs none",
    ),
    Difference(
        flags=("-fopenmp",),
        here=Here.REFUSED,
        reason="the zig wheel has no libomp: a recipe that depends on `llvm-openmp` links it",
    ),
    Difference(
        flags=("-fno-toplevel-reorder",),
        here=Here.REFUSED,
        reason="clang has no way to keep functions, variables and top-level assembler in order",
    ),
    Difference(
        flags=("-mabi=ieeelongdouble",),
        here=Here.REFUSED,
        reason="under `-Werror` only: glibc prints this `long double` from 2.32 on, and clang says"
        " so; conda-forge's ABI is `-mabi=ibmlongdouble`",
    ),
    Difference(
        flags=("-mfix-cortex-a53-843419",),
        here=Here.REFUSED,
        reason="a linker's work: write `-Wl,--fix-cortex-a53-843419`",
    ),
    Difference(
        flags=("-mtls-dialect=desc",),
        here=Here.REFUSED,
        reason="for ARM, clang has no other dialect and no option",
    ),
    Difference(
        flags=("-mstrict-align", "-fzero-call-used-regs=used-gpr"),
        here=Here.REFUSED,
        reason="for POWER, clang does not have it",
    ),
    Difference(
        flags=("-Wl,--require-defined=pulled",),
        here=Here.REFUSED,
        reason="lld has no such check; `-Wl,--undefined=` pulls the symbol in without it",
    ),
    Difference(
        flags=(
            *("-Wl,--dynamic-list-data", "-Wl,--dynamic-list-cpp-new"),
            "-Wl,--dynamic-list-cpp-typeinfo",
        ),
        here=Here.REFUSED,
        reason="lld has `--dynamic-list=FILE` only",
    ),
    Difference(
        flags=("-Wl,--default-symver",),
        here=Here.REFUSED,
        reason="lld makes versions from version scripts only",
    ),
    Difference(
        flags=("-Wl,--fix-cortex-a53-835769",),
        here=Here.REFUSED,
        reason="a compiler's work: write `-mfix-cortex-a53-835769`",
    ),
    Difference(
        flags=("-pie -Wl,-G", "-shared -Wl,-pie"),
        here=Here.REFUSED,
        reason="a library as a position-independent program, or the other way round, is what GNU"
        " ld's last option says and lld calls a contradiction",
    ),
    Difference(
        flags=("-Wl,--sysroot=/",),
        here=Here.REFUSED,
        reason="another sysroot than the toolchain's has no libc for the target",
    ),
    Difference(
        flags=("-Wl,-Y,/tmp", "-Wl,-a,shared", "-Wl,-A,x", "-Wl,--split-by-file"),
        here=Here.REFUSED,
        reason="kept by GNU ld for Solaris, HP-UX, VxWorks and COFF",
    ),
    Difference(
        flags=("-Wl,--retain-symbols-file=names",),
        here=Here.OTHERWISE,
        reason="GNU ld keeps just these names in the symbol table, lld exports just these",
    ),
    Difference(
        flags=("-Wl,-z,notext",),
        here=Here.OTHERWISE,
        reason="lld marks the file (DF_TEXTREL) although nothing in it relocates text",
    ),
    Difference(
        flags=("-Wl,--traditional-format",),
        here=Here.OTHERWISE,
        reason="leaves out `.eh_frame_hdr` for old debuggers; dropped",
    ),
    Difference(
        flags=("-R /opt/lib", "-R/opt/lib"),
        here=Here.OTHERWISE,
        reason="always the rpath; gcc forgets it for ARM",
    ),
    Difference(
        flags=("-Wl,-Bsymbolic-non-weak-functions", "-Wl,--color-diagnostics", "-Wl,--icf=all"),
        here=Here.ACCEPTED,
        reason="lld has it",
    ),
    Difference(
        flags=("-Wl,--gdb-index", "-Wl,--threads=2", "-Wl,--error-limit=0"),
        here=Here.ACCEPTED,
        reason="lld has it",
    ),
    Difference(
        flags=("-Wl,--image-base=0x100000",),
        here=Here.ACCEPTED,
        reason="lld has it; GNU ld calls it `-Ttext-segment`",
    ),
    Difference(
        flags=(
            *("-Wl,--enable-linker-build-id", "-Wl,--no-threads", "-Wl,--no-gnu-unique"),
            "-Wl,--no-ld-generated-unwind-info",
        ),
        here=Here.ACCEPTED,
        reason="options of other GNU linkers than Debian's",
    ),
    Difference(
        flags=("-Wl,--no-toc-optimize", "-Wl,--no-tls-optimize", "-Wa,-mpower8", "-Wa,-many"),
        here=Here.ACCEPTED,
        reason="GNU's tools take it for POWER only",
    ),
    Difference(
        flags=("-mlittle", "-mno-fused-madd", "-mfused-madd", "-m64"),
        here=Here.ACCEPTED,
        reason="gcc takes it for POWER only",
    ),
    Difference(
        flags=("-mcpu=generic", "-flto=thin", "-fstrict-flex-arrays=3"),
        here=Here.ACCEPTED,
        reason="clang has it; gcc 12 does not, or not for this target",
    ),
)
