"""Where this toolchain is not conda-forge's gcc, each with its reason: data for the reference page.

A test runs both compilers over a list of flags and finds just `DIFFERENCES`.
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
        flags=(
            *("-fno-aggressive-loop-optimizations", "-fno-allocation-dce"),
            *("-fno-delete-dead-exceptions", "-fno-fp-int-builtin-inexact"),
            *("-fharden-compares", "-fharden-conditional-branches"),
            *("-fkeep-gc-roots-live", "-flive-patching", "-fstack-protector-explicit"),
            *("-freg-struct-return", "-fno-reg-struct-return", "-fstrict-volatile-bitfields"),
            *("-fno-strict-volatile-bitfields", "-fno-trapv", "-funconstrained-commons"),
        ),
        here=Here.REFUSED,
        reason="clang has no such option, and a program or its data may depend on it",
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

ACTIVATION_DIFFERENCES: dict[str, str] = {
    "no `-fdebug-prefix-map` in CFLAGS": "the compilers add both maps themselves; projects such as"
    " OpenSSL, NumPy and CPython install their flags, and these would name folders of the build",
    "no `-fno-merge-constants` in CFLAGS": "gcc's alone; conda-forge's clang activation leaves it"
    " out, too",
    "no CXXFILT, ELFEDIT, GPROF": "`condax-binutils` has no such tools",
    "no FC and its flags": "there is no Fortran compiler in zig",
    "QEMU_LD_PREFIX is not the sysroot": "the sysroot holds stub libraries, with which no program"
    " runs; the name is only exported where a real libc lies",
    "CMAKE_CROSSCOMPILING_EMULATOR, CROSSCOMPILING_EMULATOR": "conda-forge's CI sets them outside"
    " of activation, and a build with strict isolation does not see them; recipes take the second"
    " as a promise that programs of the target start, so the kernel has to know them",
    "CMAKE_ARGS ends with `-DCMAKE_CROSSCOMPILING_EMULATOR=` where there is an emulator": "CMake"
    " reads the variable from the environment since 3.29 only",
    "`[binaries]` for Meson names every tool": "a cross build without them takes the build"
    " machine's, and the name in CC is still the same",
    "AR_FOR_BUILD": "Meson asks for an archiver of the build machine in every cross build, and"
    " finds none where binutils are not installed",
    "the `INFO` lines name every variable": "they are printed as the variables are set, without"
    " files in `/tmp`",
    "`[properties]` and the right `endian` for Meson": "programs of the target need the wrapper,"
    " NumPy asks for the format of `long double`, and s390x is big-endian",
    "no zsh hooks": "conda-forge's keep HOST out of the prompt; no build runs in zsh",
    "nothing is included without being named": "conda-forge's native gcc adds `-idirafter"
    " $PREFIX/include` by itself; CPPFLAGS name it",
    "`-stdlib=` is ignored": "the C++ runtime is chosen for a whole build, by `--cxx-runtime`; gcc"
    " refuses the flag, and projects that give it to every clang mean no more",
    "with libc++, a number that does not fit reads as infinity or zero, and both fail": "libstdc++"
    " gives the largest number, and takes the smallest ones for zero without a word",
    'with libc++, `std::locale("").name()` and `std::atomic` of odd sizes differ': "its own choice;"
    " an atomic of three bytes has four",
    "on x86-64, `__builtin_cpu_is` knows vendors only": "features and `x86-64-v3` and the like are"
    " found out; a version for `arch=haswell` is never taken",
    "on POWER, `__float128` needs `-mfloat128`, and `__builtin_cpu_init` does not exist": "clang's"
    " way; `__builtin_cpu_supports` needs no initialisation there",
    "on POWER, inline assembly takes no 16-bit operand in a vector register": "clang crashes;"
    " NumPy's probe for half precision on POWER9 therefore says no",
    "a crash of the compiler leaves nothing in the temporary folder": "`-fcrash-diagnostics` keeps"
    " what clang's authors need for a report",
    "16-byte atomics take no lock, others share one within a process": "`-latomic` is condax's own"
    " `libatomic.a`, unless a dependency brings gcc's `libatomic.so`",
    "`__GNUC__` is 4 and `stdc-predef.h` is not read": "clang's way; `__STDC_IEC_559__` and its"
    " like are not defined",
    "a * b + c becomes one operation within one expression only": "clang's `-ffp-contract=on`; gcc"
    " also joins expressions (`fast`)",
    "`-mcpu=cortex-a72` and the like include the cryptographic instructions": "clang's tables;"
    " write `-mcpu=cortex-a72+nocrypto`",
    "`-fwrapv-pointer` is in force": "clang would rely on indexes that never wrap round a pointer,"
    " and gcc does not; `-fno-wrapv-pointer` is clang's default, and"
    " `-fsanitize=pointer-overflow` needs it",
    "a shared library calls its own functions directly": "another file cannot replace them: clang's"
    " way; `-fsemantic-interposition` is gcc's",
    "Objective-C is refused": "the zig wheel has no runtime for it; Fortran is compiled by the"
    " `gfortran_<target>` of a channel, and links with these compilers",
    "an assembler file called `.sx` is not known as one": "clang's way; `.S` is, or say"
    " `-x assembler-with-cpp`",
    "`_FORTIFY_SOURCE` without `-O` warns": "glibc's header says so; Debian's copy does not",
    "on ppc64le, a quotient of `long double` constants may differ in the 106th bit, and a product"
    " with infinity in its sign": "clang computes them while compiling, as if the format had 106"
    " bits; at run time all results are gcc's",
    "binary128 arithmetic (`long double` but on x86-64 and POWER) rounds to nearest and raises no"
    " floating-point exceptions": "zig's runtime; gcc's asks for the rounding mode",
    "on ppc64le, 128-bit integers become `long double` and back without loss": "libgcc loses the"
    " last bits; all other results are libgcc's, bit for bit",
}
"""What is different → why."""
