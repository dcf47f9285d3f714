"""Every flag of the lists, for both targets, against Debian's gcc: accepted alike, meant alike.

What differs stands in `condax.toolchain.differences`, and nothing else.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lief
import pytest

from condax.toolchain.differences import DIFFERENCES, Here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.conformance.conftest import Compiler, Pair, Tally

pytestmark = pytest.mark.integration

HERE = Path(__file__).parent


def lines_of(name: str) -> list[str]:
    lines = (HERE / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


COMPILER_FLAGS = lines_of("compiler_flags.txt")
LINKER_FLAGS = lines_of("linker_flags.txt")
EXPECTED = {flags: each.here for each in DIFFERENCES for flags in each.flags}

OBJECTS = {
    "exe": ("main.o", "lib.o"),
    "so": ("-shared", "lib.o"),
    "und": ("-shared", "lib.o", "undefined.o"),
    "undexe": ("main.o", "lib.o", "undefined.o"),
    "start": ("start.o",),
}
# Debian's linker leaves out what is not needed without being asked, and adds a build id.
ALWAYS = ("-Wl,--build-id=none", "-Wl,--as-needed")

FUNCTIONS = ("main", "f", "g", "work", "__wrap_work", "pulled", "dropped", "local_function")
NAMES = (*FUNCTIONS, "data", "alias")
"""Symbols of the test sources; start-up objects and linkers define others."""

TAGS = lief.ELF.DynamicEntry.TAG
SEGMENTS = lief.ELF.Segment.TYPE


def facts_of(path: Path) -> dict[str, Any]:
    """Everything a flag could have changed, by a readable name."""
    elf = lief.ELF.parse(str(path))
    assert elf is not None
    values = {symbol.name: symbol.value for symbol in elf.symtab_symbols}
    by_value = {value: name for name, value in values.items() if name in FUNCTIONS and value}
    stack = elf.get(SEGMENTS.GNU_STACK)
    return {
        **_dynamic_facts(elf),
        "type": elf.header.file_type.name,
        "interpreter": elf.interpreter if elf.has_interpreter else None,
        "relro": elf.has(SEGMENTS.GNU_RELRO),
        "unwind table": elf.has(SEGMENTS.GNU_EH_FRAME),
        "executable stack": stack is None or bool(int(stack.flags) & 1),
        "stack size": stack.virtual_size if stack else 0,
        "entry": by_value.get(elf.header.entrypoint, "start file"),
        "symbols": sorted(name for name in values if name in NAMES),
        "alias": values.get("alias") is not None and values.get("alias") == values.get("f"),
        "exports": sorted(_exports(elf)),
        "through plt or got": sorted(
            _named(elf.dynamic_relocations) | _named(elf.pltgot_relocations)
        ),
        "relocations kept": elf.has_section(".rela.text"),
        "debug": _debug(elf),
        "build id": elf.has_section(".note.gnu.build-id"),
        "hash": [name for name in (".hash", ".gnu.hash") if elf.has_section(name)],
    }


def _dynamic_facts(elf: lief.ELF.Binary) -> dict[str, Any]:
    texts = {TAGS.SONAME: "soname", TAGS.RPATH: "rpath", TAGS.RUNPATH: "runpath"}
    texts |= {TAGS.AUXILIARY: "auxiliary", TAGS.FILTER: "filter"}
    facts: dict[str, Any] = {}
    needed, flags = [], set()
    for entry in elf.dynamic_entries:
        if isinstance(entry, lief.ELF.DynamicEntryLibrary):
            needed.append(entry.name)
        elif entry.tag in texts:
            facts[texts[entry.tag]] = getattr(entry, "name", None) or getattr(entry, "path", "")
        elif isinstance(entry, lief.ELF.DynamicEntryFlags):
            flags |= {flag.name for flag in entry.flags}
    # GNU ld 2.40 says DF_BIND_NOW and DF_1_NOW, lld as well; old tags say the same once more.
    return {**facts, "needed": sorted(needed), "flags": sorted(flags)}


def _named(relocations: Iterable[lief.ELF.Relocation]) -> set[str]:
    symbols = (relocation.symbol for relocation in relocations if relocation.has_symbol)
    return {str(symbol.name) for symbol in symbols if symbol} & set(NAMES)


def _exports(elf: lief.ELF.Binary) -> list[str]:
    exports = []
    for symbol in elf.dynamic_symbols:
        if symbol.name in NAMES and symbol.shndx:
            version = symbol.symbol_version
            auxiliary = version.symbol_version_auxiliary if version else None
            exports.append(f"{symbol.name!s}@{auxiliary.name!s}" if auxiliary else str(symbol.name))
    return exports


def _debug(elf: lief.ELF.Binary) -> str:
    section = elf.get_section(".debug_info")
    if section is None:
        return "none"
    compressed = section.has(lief.ELF.Section.FLAGS.COMPRESSED)
    return "compressed" if compressed else "plain"


def outcome(ours: bool, gcc: bool, *, same: bool) -> Here | None:
    """How the two results differ, `None` if they do not."""
    if ours == gcc:
        return None if same else Here.OTHERWISE
    return Here.ACCEPTED if ours else Here.REFUSED


def check(flags: str, found: dict[str, Here | None], evidence: list[object], tally: Tally) -> None:
    """Both targets differ just as `DIFFERENCES` say; one of them may not differ at all."""
    expected = {EXPECTED[flags]} if flags in EXPECTED else set()
    differences = set(found.values()) - {None}
    for subdir, difference in found.items():
        tally(subdir, passed=difference is None or difference in expected)
    assert differences == expected, (found, *evidence)


LINKED = {line.partition(" ")[2] for line in LINKER_FLAGS}


def test_every_difference_is_looked_for() -> None:
    assert set(EXPECTED) - LINKED - set(COMPILER_FLAGS) == set()


# A few flags at a time, which takes a tenth of the time; -Wno-error would hide what others do.
CHUNK = 12
CHUNKS = [COMPILER_FLAGS[i : i + CHUNK] for i in range(0, len(COMPILER_FLAGS), CHUNK)]


def accepted(compiler: Compiler, flags: list[str]) -> dict[str, bool]:
    """Which of the flags the compiler takes under `-Werror`: all at once, else one by one."""

    def takes(*words: str) -> bool:
        return compiler.run("-Werror", *words, "-c", "lib.c", "-o", "flag.o").returncode == 0

    # Of two CPUs the last one counts, and an unknown one before it is not seen.
    together = [each for each in flags if not each.startswith("-m")]
    if not takes(*shlex.split(" ".join(together))):
        together = []
    return {each: each in together or takes(*shlex.split(each)) for each in flags}


@pytest.mark.parametrize("flags", CHUNKS, ids=lambda flags: flags[0])
def test_compiler_flags_are_accepted_as_by_gcc(
    flags: list[str], pairs: dict[str, Pair], tally: Tally
) -> None:
    assert "-Wno-error" not in flags
    results = {
        subdir: (accepted(pair.ours, flags), accepted(pair.gcc, flags))
        for subdir, pair in pairs.items()
    }
    for flag in flags:
        found = {
            subdir: outcome(ours[flag], theirs[flag], same=True)
            for subdir, (ours, theirs) in results.items()
        }
        # Compiling with them is no difference; linking is.
        check("" if flag in LINKED else flag, found, [flag], tally)


REFUSED = re.compile(
    r"(?:unknown argument:?|unsupported option|command-line option|missing argument to)"
    r" ['\u2018]?(-f[\w-]+)"
)


def test_what_gcc_lists_of_optimizers_is_accepted(pair: Pair) -> None:
    """With and without `no-`: each that gcc has and this toolchain refuses is a difference."""
    listed = pair.gcc.run("--help=optimizers").stdout
    names = re.findall(r"^  -f([\w-]+)[ <=]", listed, re.MULTILINE)
    assert len(names) > 200
    flags = [f"-f{no}{name}" for name in names for no in ("", "no-")]
    # One call tells all that it does not know.
    refused = [
        set(REFUSED.findall(compiler.run(*flags, "-c", "lib.c", "-o", "flag.o").stderr))
        for compiler in (pair.ours, pair.gcc)
    ]
    ours, gcc = refused
    assert ours
    assert ours - gcc == {flag for flag in flags if EXPECTED.get(flag) is Here.REFUSED} - gcc


def link(compiler: Compiler, kind: str, flags: str) -> tuple[dict[str, Any], str]:
    """What the output is, nothing if there is none; and what was said."""
    output = compiler.folder / "output"
    output.unlink(missing_ok=True)
    arguments = (*ALWAYS, *OBJECTS[kind], *shlex.split(flags), "-L.", "-lpull", "-o", "output")
    done = compiler.run(*arguments)
    linked = done.returncode == 0 and output.exists()
    return (facts_of(output) if linked else {}), done.stdout + done.stderr


@pytest.mark.parametrize("line", LINKER_FLAGS)
def test_a_linker_flag_does_what_it_does_with_gcc(
    line: str, pairs: dict[str, Pair], tally: Tally
) -> None:
    kind, _, flags = line.partition(" ")
    found: dict[str, Here | None] = {}
    evidence: list[object] = []
    for subdir, pair in pairs.items():
        (ours, our_words), (theirs, their_words) = (
            link(compiler, kind, flags) for compiler in (pair.ours, pair.gcc)
        )
        found[subdir] = outcome(bool(ours), bool(theirs), same=ours == theirs)
        if ours and theirs:
            names = {*ours, *theirs}
            evidence.append(
                {k: (ours.get(k), theirs.get(k)) for k in names if ours.get(k) != theirs.get(k)}
            )
        else:
            evidence += [our_words[-300:], their_words[-300:]]
    check(flags, found, evidence, tally)


def test_calls_of_a_wrapped_function_go_to_the_wrapper(
    pair: Pair,
    require: Callable[[str], str],
) -> None:
    emulator = pair.emulator(require)
    statuses = []
    for compiler in (pair.ours, pair.gcc):
        for flags in ((), ("-Wl,--wrap=work",)):
            done = compiler.run(*flags, "main.o", "lib.o", "-o", "wrapped")
            assert done.returncode == 0, done.stderr
            ran = subprocess.run([*emulator, compiler.folder / "wrapped"], check=False)
            statuses.append(ran.returncode)
    # Without the wrapper, 21 of g and 1 of work; with it, 21 and 41.
    assert statuses == [22, 62, 22, 62]


@pytest.mark.parametrize(
    ("flag", "file"),
    [("-Wl,-Map,map", "map"), ("-Wl,-Map=map", "map"), ("-Wl,--dependency-file=deps", "deps")],
)
def test_a_linker_writes_the_file_that_is_asked_for(flag: str, file: str, pair: Pair) -> None:
    for compiler in (pair.ours, pair.gcc):
        (compiler.folder / file).unlink(missing_ok=True)
        compiler.run("main.o", "lib.o", flag, "-o", "output")
        assert "lib.o" in (compiler.folder / file).read_text()


@pytest.mark.parametrize(
    "flag", ["-M", "--print-map", "--cref", "-t", "--trace", "-v", "--version"]
)
def test_a_linker_prints_what_is_asked_for(flag: str, pair: Pair) -> None:
    for compiler in (pair.ours, pair.gcc):
        done = compiler.run("main.o", "lib.o", f"-Wl,{flag}", "-o", "output")
        expected = "GNU" if flag in {"-v", "--version"} else "lib.o"
        assert expected in done.stdout


@pytest.mark.parametrize(
    "flags",
    [
        *("-O0", "-O1", "-O2", "-O3", "-Os", "-Og", "-Ofast", "-ffast-math", "-DNDEBUG"),
        *("-fPIC", "-fpic", "-fPIE", "-fno-pie", "-fno-pic", "-pthread", "-ffreestanding"),
        *("-std=c99", "-std=gnu17", "-std=c11", "-ansi", "-fgnu89-inline", "-fexceptions"),
        *("-funsigned-char", "-fsigned-char", "-fno-stack-protector", "-fshort-enums"),
        *("-O2 -D_FORTIFY_SOURCE=2", "-Wp,-D_FORTIFY_SOURCE=2", "-U__linux__", "-mlong-double-128"),
    ],
)
def test_a_flag_defines_the_macros_that_gcc_defines(flags: str, pair: Pair) -> None:
    names = (
        *("NDEBUG", "__OPTIMIZE__", "__OPTIMIZE_SIZE__", "__NO_INLINE__", "__FAST_MATH__"),
        *("__FINITE_MATH_ONLY__", "__pic__", "__PIC__", "__pie__", "__PIE__", "_REENTRANT"),
        *("__STRICT_ANSI__", "__STDC_VERSION__", "__STDC_HOSTED__", "__CHAR_UNSIGNED__"),
        *("__EXCEPTIONS", "__GNUC_GNU_INLINE__", "__GNUC_STDC_INLINE__", "_FORTIFY_SOURCE"),
        *("__linux__", "__LDBL_MANT_DIG__", "__SIZEOF_LONG_DOUBLE__", "__SIZEOF_WCHAR_T__"),
    )
    ours, theirs = (macros(compiler, flags) for compiler in (pair.ours, pair.gcc))
    assert {n: ours.get(n) for n in names} == {n: theirs.get(n) for n in names}


def macros(compiler: Compiler, flags: str) -> dict[str, str]:
    printed = compiler.run(*shlex.split(flags), "-dM", "-E", "-xc", "/dev/null").stdout
    parts = (line.split(" ", 2) for line in printed.splitlines())
    return {name: value for _, name, value in parts}


CPU_FLAGS = {
    "linux-aarch64": (
        *("-march=armv8-a", "-march=armv8-a+crc", "-march=armv8.2-a+fp16", "-march=armv8.2-a+sve"),
        *("-mcpu=cortex-a72+nocrypto", "-mcpu=neoverse-n1", "-mcpu=generic", "-mtune=cortex-a72"),
        *("-mcpu=cortex-a53+crypto", "-march=armv8.5-a+bf16", "-mbranch-protection=standard"),
        *("-moutline-atomics", "-mno-outline-atomics", "-mcmodel=tiny"),
    ),
    "linux-ppc64le": (
        *("-mcpu=power8", "-mcpu=power9", "-mcpu=power10", "-mcpu=power8 -mtune=power8"),
        *("-mtune=power9", "-mvsx", "-mno-vsx", "-maltivec", "-mno-altivec", "-mno-crypto"),
        *("-mcmodel=medium", "-mabi=ibmlongdouble", "-mlong-double-64", "-mlongcall"),
    ),
}
CPU_MACROS = {
    "linux-aarch64": ("__ARM_FEATURE_", "__ARM_ARCH", "__AARCH64_CMODEL"),
    "linux-ppc64le": ("_ARCH_PWR", "__VSX__", "__ALTIVEC__", "__POWER", "__MMA__", "__LONG_DOUBLE"),
}
# By prefix of the name: what only one of the compilers has a macro for, or says otherwise.
UNLIKE = {
    "__ARM_FEATURE_SVE_": "gcc also has fixed vector lengths in mind",
    "_ARCH_PWR8": "clang leaves it with -mno-vsx and -mno-altivec",
}


@pytest.mark.parametrize(
    ("subdir", "flags"), [(subdir, flags) for subdir in CPU_FLAGS for flags in CPU_FLAGS[subdir]]
)
def test_a_cpu_flag_brings_the_features_that_it_brings_with_gcc(
    subdir: str, flags: str, pairs: dict[str, Pair]
) -> None:
    """gcc's changes are there; clang has macros for more features than gcc 12."""
    changed = []
    for compiler in (pairs[subdir].ours, pairs[subdir].gcc):
        before, after = macros(compiler, ""), macros(compiler, flags)
        names = {name for name in {*before, *after} if name.startswith(CPU_MACROS[subdir])}
        changed.append(
            {
                n: after.get(n)
                for n in names
                if before.get(n) != after.get(n) and not n.startswith(tuple(UNLIKE))
            }
        )
    ours, theirs = changed
    assert {n: ours.get(n, "unchanged") for n in theirs} == theirs


@pytest.mark.parametrize("level", ["-O0", "-Og", "-O1", "-O2", "-O3", "-Os"])
def test_an_object_needs_just_what_it_needs_with_gcc(level: str, pair: Pair) -> None:
    """No sanitizer, no stack check and no library call that the source does not make."""
    source = """#include <assert.h>
int shift(int x, int n) { assert(n < 40); return x << n; }
int index_of(int *a, int i) { return a[i] / i; }
int sum(const int *a, int n) { int s = 0; for (int i = 0; i < n; i++) s += a[i]; return s; }
"""
    undefined = []
    for compiler in (pair.ours, pair.gcc):
        (compiler.folder / "plain.c").write_text(source)
        compiler.run(level, "-c", "plain.c", "-o", "plain.o")
        elf = lief.ELF.parse(str(compiler.folder / "plain.o"))
        assert elf is not None
        names = {s.name for s in elf.symtab_symbols if not s.shndx and s.name}
        # Where POWER's TOC pointer lies is an ABI symbol, not a dependency.
        undefined.append(names - {".TOC."})
    assert undefined[0] == undefined[1] == {"__assert_fail"}


def test_optimisation_vectorises_at_o3_only(pair: Pair) -> None:
    source = "void twice(float *restrict a, int n) { for (int i = 0; i < n; i++) a[i] *= 2; }\n"
    (pair.ours.folder / "loop.c").write_text(source)
    sizes = {
        level: len(pair.ours.run(level, "-S", "loop.c", "-o", "-").stdout.splitlines())
        for level in ("-Os", "-O1", "-O3")
    }
    assert sizes["-O3"] > 1.5 * max(sizes["-Os"], sizes["-O1"])


def test_probes_of_meson_and_autoconf_pass(pair: Pair) -> None:
    """Nothing that the toolchain itself says makes a stricter compile fail."""
    strict = ("-Werror=unused-command-line-argument", "-Werror=ignored-optimization-argument")
    for flags in (strict, ("-Werror",), ("-Werror", "-pedantic-errors", "-Wl,-O1", "-L/nowhere")):
        done = pair.ours.run(*flags, "-c", "lib.c", "-o", "probe.o")
        assert (done.returncode, done.stderr) == (0, "")
    done = pair.ours.run(
        "-Werror=ignored-optimization-argument", "-fno-merge-constants", "-c", "lib.c"
    )
    assert done.returncode != 0
