"""native/binutils against Debian's GNU binutils: the same text, and results that link and run."""

from __future__ import annotations

import os
import random
import re
import shutil
import struct
import subprocess
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.toolchain.conftest import Prefix

    from condax.toolchain.zig import Zig

pytestmark = pytest.mark.integration

LIBRARY = """\
extern int printf(const char *, ...);
extern double sin(double);
extern int elsewhere(void) __attribute__((weak));
int initialized = 42, zeroed[10];
const int constant = 7;
static int counter;
_Thread_local int per_thread = 4, per_thread_zero;
int tentative;
static int helper(int x) { return x * initialized + counter; }
__attribute__((weak)) int weak_function(int x) { return helper(x); }
__attribute__((weak)) int weak_object = 5;
__attribute__((visibility("hidden"))) int hidden(void) { return 1; }
int work(double x) {
    counter++;
    printf("work %d\\n", counter + (elsewhere ? elsewhere() : 0));
    return (int)sin(x) + per_thread + per_thread_zero + hidden();
}
__attribute__((constructor)) static void start(void) { counter = 1; }
"""
PROGRAM = """\
extern int printf(const char *, ...);
int work(double), weak_function(int);
int main(void) {
    int worked = work(0.5);
    printf("main %d %d\\n", worked, weak_function(3));
    return 0;
}
"""
EMBEDDED = """\
extern int printf(const char *, ...);
extern const char _binary_text_txt_start[], _binary_text_txt_end[];
int main(void) {
    printf("%.*s", (int)(_binary_text_txt_end - _binary_text_txt_start), _binary_text_txt_start);
    return 0;
}
"""
VERSIONS = "V1 { global: work; weak_*; per_thread; local: *; };\nV2 { global: initialized; } V1;\n"
OUTPUT = "work 2\nmain 5 128\n"

LISTINGS = {
    "nm": (
        *("", "-B", "-P", "-f sysv", "-j", "-g", "-D", "-u", "-p", "-n", "-r", "-A", "-S", "-a"),
        *("-t d", "-t o", "-s", "--defined-only", "--size-sort -S", "-P -A", "-W", "-nr"),
        "--dynamic --extern-only --defined-only --format=posix",
    ),
    "size": ("", "-A", "-G", "-x", "-A -o", "-t", "--common"),
    "strings": ("", "-a -n 8", "-t x", "-o", "-f", "-e l", "-e S", "-d", "-6"),
    "readelf": (
        *("-h", "-l", "-lW", "-S", "-SW", "-t", "-s", "-sW", "--dyn-syms", "-d", "-r", "-rW"),
        *("-n", "-V", "-g", "-I", "-A", "-x .text", "-p .comment", "-a", "-aW", "-eW"),
    ),
    "objdump": ("-f", "-h", "-hw", "-p", "-x", "-t", "-r", "-a", "-s", "-s -j .data", "-w -x"),
}
"""Option sets whose output is GNU's byte for byte."""

STRIP_MODES = (
    *("", "-s", "-g", "-S", "--strip-unneeded", "-x", "-X", "-g -x", "-R .comment", "-K work"),
    *("-N weak_object", "-w -N weak_*", "-g --keep-file-symbols", "--strip-dwo"),
)

COPY_OPTIONS = (
    *("", "-S", "-L work", "-G work", "--globalize-symbol=start", "--weaken", "-W work"),
    *("--redefine-sym work=labour", "--redefine-sym work=labour -L labour", "--localize-hidden"),
    *("--prefix-symbols=p_", "--prefix-sections=.p", "--prefix-alloc-sections=.p", "-j .text"),
    *("-j .data", "--rename-section .data=.mine,alloc,load,readonly,data,contents"),
    *("--set-section-flags .comment=alloc,contents,load,readonly", "--add-section .note=words"),
    *("--update-section .comment=words", "--set-section-alignment .data=64", "--strip-dwo"),
    *("--add-gnu-debuglink=words", "--remove-relocations=.text", "--only-keep-debug"),
    *("--keep-global-symbols=words", "--localize-symbols=words", "--strip-symbols=words"),
    *("--compress-debug-sections=none", "--set-start=0x40", "-w -L w*"),
)

REFUSED = (
    "--compress-debug-sections=zlib",
    "--add-symbol=x=1",
    "-O srec",
    "-O elf64-s390",
    "--change-section-address=.text+4",
    "--no-such-option",
)


@dataclass(frozen=True, kw_only=True)
class Cross:
    """Debian's compiler, binutils and emulator for one target, and what they built."""

    machine: str
    qemu: str
    target: str
    folder: Path

    def gnu(self, tool: str) -> str:
        return f"/usr/bin/{self.machine}-linux-gnu-{tool}"

    def gcc(self, *arguments: str) -> None:
        subprocess.run([self.gnu("gcc"), *arguments], cwd=self.folder, check=True)

    def output_of(self, program: str) -> str:
        done = subprocess.run(
            [self.qemu, "-L", f"/usr/{self.machine}-linux-gnu", f"./{program}"],
            env={"LD_LIBRARY_PATH": "."},
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def copy(self, tmp_path: Path) -> Cross:
        """The same in a folder that a test may change."""
        folder = tmp_path / "work"
        shutil.copytree(self.folder, folder)
        return Cross(machine=self.machine, qemu=self.qemu, target=self.target, folder=folder)


class Ours:
    """The program under test; its first argument names the tool."""

    def __init__(self, program: Path) -> None:
        self.program = program

    def attempt(
        self, tool: str, *arguments: str | Path, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        return run([str(self.program), tool, *map(str, arguments)], cwd)

    def run(self, tool: str, *arguments: str | Path, cwd: Path | None = None) -> str:
        done = self.attempt(tool, *arguments, cwd=cwd)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()


def run(argv: list[str], cwd: Path | None) -> subprocess.CompletedProcess[bytes]:
    environment = {"PATH": "", "LC_ALL": "C"}
    return subprocess.run(argv, cwd=cwd, capture_output=True, check=False, env=environment)


@pytest.fixture(scope="session")
def ours(prefix_of: Callable[[str], Prefix]) -> Ours:
    return Ours(prefix_of("linux-64").path / "bin" / "condax-binutils")


@pytest.fixture(scope="session")
def cross_of(
    require: Callable[[str], str], zig: Zig, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Cross]:
    rows = {
        "aarch64": ("qemu-aarch64-static", "elf64-littleaarch64"),
        "powerpc64le": ("qemu-ppc64le-static", "elf64-powerpcle"),
    }

    @cache
    def build(machine: str) -> Cross:
        require(f"{machine}-linux-gnu-gcc")
        qemu, target = rows[machine]
        folder = tmp_path_factory.mktemp(machine)
        cross = Cross(machine=machine, qemu=require(qemu), target=target, folder=folder)
        build_objects(cross, zig)
        return cross

    return build


def build_objects(cross: Cross, zig: Zig) -> None:
    """Objects of gcc and clang, a versioned library, programs and archives."""
    folder = cross.folder
    for name, text in (
        ("lib.c", LIBRARY),
        ("main.c", PROGRAM),
        ("embed.c", EMBEDDED),
        ("versions.map", VERSIONS),
        ("text.txt", "hello from a file\n"),
        ("words", "work\nweak_object\n"),
    ):
        (folder / name).write_text(text)
    cross.gcc("-g", "-O2", "-fPIC", "-c", "lib.c", "main.c")
    cross.gcc("-g", "-O1", "-fcommon", "-ffunction-sections", "-c", "lib.c", "-o", "split.o")
    clang = (f"--target={cross.machine}-linux-gnu", "-g", "-O1", "-fPIC", "-c", "lib.c")
    zig.tool("clang", [*clang, "-o", "clang.o"], cwd=folder)
    cross.gcc(
        *("-shared", "lib.o", "-o", "libwork.so", "-lm", "-Wl,-soname,libwork.so"),
        *("-Wl,--version-script=versions.map", "-Wl,-rpath,$ORIGIN/../lib"),
    )
    cross.gcc("main.o", "-L.", "-lwork", "-o", "dynamic")
    cross.gcc("-static", "main.o", "lib.o", "-lm", "-o", "static")
    subprocess.run([cross.gnu("ar"), "rcs", "a.a", "lib.o", "main.o", "split.o"], cwd=folder)
    (folder / "a_member_with_a_long_name.o").write_bytes((folder / "main.o").read_bytes())
    subprocess.run(
        [cross.gnu("ar"), "rcs", "long.a", "a_member_with_a_long_name.o", "lib.o"], cwd=folder
    )
    subprocess.run([cross.gnu("ar"), "rcsT", "thin.a", "lib.o", "main.o"], cwd=folder)


MACHINES = ("aarch64", "powerpc64le")


@pytest.fixture(params=MACHINES)
def cross(request: pytest.FixtureRequest, cross_of: Callable[[str], Cross]) -> Cross:
    return cross_of(request.param)


@pytest.mark.parametrize(
    ("tool", "options"),
    [(tool, options) for tool, sets in LISTINGS.items() for options in sets],
    ids=lambda value: value or "plain",
)
def test_listings_are_those_of_gnu(cross: Cross, ours: Ours, tool: str, options: str) -> None:
    for file in ("clang.o", "split.o", "libwork.so", "dynamic", "a.a", "thin.a"):
        arguments = [*options.split(), file]
        expected = run([cross.gnu(tool), *arguments], cross.folder)
        got = ours.attempt(tool, *arguments, cwd=cross.folder)
        assert got.stdout == expected.stdout, f"{tool} {' '.join(arguments)}"
        assert got.returncode == expected.returncode


def test_dynamic_listings_are_those_of_gnu(cross: Cross, ours: Ours) -> None:
    for options in ("-T", "-R", "-T -R -w"):
        arguments = [*options.split(), "libwork.so", "dynamic"]
        expected = run([cross.gnu("objdump"), *arguments], cross.folder)
        assert ours.attempt("objdump", *arguments, cwd=cross.folder).stdout == expected.stdout


def test_source_lines_are_those_of_gnu(cross: Cross, ours: Ours) -> None:
    symbols = run([cross.gnu("nm"), "libwork.so"], cross.folder).stdout.decode().splitlines()
    start = next(int(row.split()[0], 16) for row in symbols if row.endswith(" T work"))
    addresses = [hex(start + offset) for offset in range(0, 64, 4)] + ["0", "ffffff"]
    for options in (["-a"], ["-s", "-p", "-a"]):
        arguments = [*options, "-e", "libwork.so", *addresses]
        expected = run([cross.gnu("addr2line"), *arguments], cross.folder)
        assert ours.attempt("addr2line", *arguments, cwd=cross.folder).stdout == expected.stdout
    named = ours.run("addr2line", "-f", "-e", "libwork.so", hex(start), cwd=cross.folder)
    assert named.splitlines()[0] == "work"


def facts_of(cross: Cross, path: Path) -> dict[str, list[str]]:
    """Sections, symbols and relocations as GNU readelf sees them, without places and numbers."""
    text = run([cross.gnu("readelf"), "-SsrW", str(path)], None).stdout.decode()
    name_of, sections, symbols, relocations = {}, [], [], []
    for line in text.splitlines():
        cut = re.sub(r"\[<localentry>: \d+\]", "", line)
        if row := re.match(r"  \[ *(\d+)\] (\S+) +(\S+) +[0-9a-f]{16} \S+ (\S+) \S+ (.{4})", cut):
            number, name, kind, size, flags = row.groups()
            name_of[number] = name
            # Names may share one table or not. Clang's table of symbol numbers GNU keeps as it
            # is, even where its numbers have become wrong.
            if name in (".strtab", ".shstrtab", ".llvm_addrsig"):
                continue
            flags = flags.replace("I", " ").strip()
            # The symbols are compared themselves.
            sections.append(f"{name} {kind} {'' if kind == 'SYMTAB' else size} {flags}")
        elif row := re.match(r" +\d+: ([0-9a-f]{16} +\S+) (\S+) +(\S+ +\S+) +(\S+) ?(.*)", cut):
            value, kind, rest, index, name = row.groups()
            # GNU calls what lies in a thread-local section so, and lists sections of its own.
            kind = "NOTYPE" if kind == "TLS" else kind
            if kind != "SECTION" or not is_linked(path):
                symbols.append(f"{value} {kind} {rest} {name_of.get(index, index)} {name}")
        elif row := re.match(r"([0-9a-f]{16})  [0-9a-f]{16} (.*)", cut):
            relocations.append(" ".join(row.groups()))
    return {
        "sections": sorted(sections),
        "symbols": sorted(symbols),
        "relocations": relocations,
        "segments": segments_of(cross, path),
    }


def contents_of(cross: Cross, path: Path) -> bytes:
    """Hex dumps of the sections that options change, without the file's name."""
    names = (".text", ".data", ".rodata", ".mine", ".p.data", ".comment", ".note", ".gnu_debuglink")
    chosen = [argument for name in names for argument in ("-j", name)]
    dump = run([cross.gnu("objdump"), "-s", *chosen, str(path)], None).stdout
    return dump.split(b"\n", 2)[2]


def segments_of(cross: Cross, path: Path) -> list[str]:
    return run([cross.gnu("readelf"), "-lW", str(path)], None).stdout.decode().splitlines()


def is_linked(path: Path) -> bool:
    return path.read_bytes()[16] != 1


@pytest.mark.parametrize("options", STRIP_MODES, ids=lambda value: value or "plain")
def test_strip_leaves_what_gnu_leaves(
    cross: Cross, ours: Ours, tmp_path: Path, options: str
) -> None:
    for file in ("lib.o", "clang.o", "split.o", "libwork.so", "dynamic", "static"):
        expected, got = tmp_path / "gnu", tmp_path / "ours"
        theirs = run(
            [cross.gnu("strip"), *options.split(), file, "-o", str(expected)], cross.folder
        )
        done = ours.attempt("strip", *options.split(), file, "-o", got, cwd=cross.folder)
        assert done.returncode == theirs.returncode, done.stderr
        # Both refuse, and write nothing, where a kept relocation would lose its symbol.
        assert got.exists() == expected.exists()
        if expected.exists():
            assert facts_of(cross, got) == facts_of(cross, expected), file
            assert got.stat().st_mode == expected.stat().st_mode


@pytest.mark.parametrize("options", COPY_OPTIONS, ids=lambda value: value or "plain")
def test_objcopy_makes_what_gnu_makes(
    cross: Cross, ours: Ours, tmp_path: Path, options: str
) -> None:
    for file in ("lib.o", "clang.o", "split.o"):
        expected, got = tmp_path / "gnu", tmp_path / "ours"
        theirs = run([cross.gnu("objcopy"), *options.split(), file, str(expected)], cross.folder)
        done = ours.attempt("objcopy", *options.split(), file, got, cwd=cross.folder)
        assert done.returncode == theirs.returncode, done.stderr
        assert got.exists() == expected.exists()
        if expected.exists():
            assert facts_of(cross, got) == facts_of(cross, expected), file
            assert contents_of(cross, got) == contents_of(cross, expected), file


@pytest.mark.parametrize(
    "options",
    ["", "-j .text", "-R .text", "--gap-fill=0xff", "-j .data --pad-to=0x40000"],
    ids=lambda value: value or "plain",
)
def test_raw_images_are_those_of_gnu(
    cross: Cross, ours: Ours, tmp_path: Path, options: str
) -> None:
    for file in ("dynamic", "static", "libwork.so"):
        arguments = ["-O", "binary", *options.split(), file]
        run([cross.gnu("objcopy"), *arguments, str(tmp_path / "gnu")], cross.folder)
        ours.run("objcopy", *arguments, tmp_path / "ours", cwd=cross.folder)
        assert (tmp_path / "ours").read_bytes() == (tmp_path / "gnu").read_bytes()


@pytest.mark.parametrize("options", ["-s", "-g", "--strip-unneeded", "-x", "-R .note.ABI-tag"])
def test_stripped_programs_and_libraries_still_run(
    cross: Cross, ours: Ours, tmp_path: Path, options: str
) -> None:
    work = cross.copy(tmp_path)
    for file in ("dynamic", "static", "libwork.so"):
        before = (work.folder / file).read_bytes()
        ours.run("strip", *options.split(), work.folder / file)
        after = (work.folder / file).read_bytes()
        assert len(after) < len(before)
        if "-R" not in options:
            assert loaded(after) == loaded(before)
    assert work.output_of("dynamic") == work.output_of("static") == OUTPUT


def loaded(data: bytes) -> list[bytes]:
    """Program headers and everything they load, without the ELF header that names sections."""
    start, count = struct.unpack_from("<Q", data, 32)[0], struct.unpack_from("<H", data, 56)[0]
    headers = [struct.unpack_from("<IIQQQQQQ", data, start + i * 56) for i in range(count)]
    ranges = [(offset, size) for kind, _, offset, _, _, size, _, _ in headers if kind == 1]
    return [data[start : start + count * 56]] + [
        data[max(offset, 64) : offset + size] for offset, size in ranges
    ]


@pytest.mark.parametrize("options", ["-g", "--strip-unneeded", "-x", "-X"])
def test_stripped_objects_and_archives_still_link(
    cross: Cross, ours: Ours, tmp_path: Path, options: str
) -> None:
    work = cross.copy(tmp_path)
    for file in ("main.o", "clang.o", "split.o", "long.a"):
        ours.run("strip", options, work.folder / file)
    for library in ("clang.o", "split.o", "long.a"):
        work.gcc("main.o", library, "-Wl,--gc-sections", "-lm", "-o", "relinked")
        assert work.output_of("relinked") == OUTPUT


def test_archives_keep_members_and_index(cross: Cross, ours: Ours, tmp_path: Path) -> None:
    for name in ("a.a", "long.a"):
        expected, got = tmp_path / f"gnu-{name}", tmp_path / f"ours-{name}"
        for copy in (expected, got):
            shutil.copy(cross.folder / name, copy)
        run([cross.gnu("strip"), "-g", str(expected)], None)
        ours.run("strip", "-g", got)
        for listing in (["ar", "t"], ["nm", "-s"]):
            lines = [
                run([cross.gnu(listing[0]), listing[1], str(p)], None) for p in (got, expected)
            ]
            assert lines[0].stdout == lines[1].stdout
    members = run([cross.gnu("ar"), "tvO", str(tmp_path / "ours-a.a")], None).stdout.decode()
    assert "rw-r--r-- 0/0" in members


def test_debug_file_holds_what_the_stripped_program_lost(
    cross: Cross, ours: Ours, tmp_path: Path
) -> None:
    work = cross.copy(tmp_path)
    ours.run("objcopy", "--only-keep-debug", "dynamic", "dynamic.debug", cwd=work.folder)
    ours.run("strip", "-s", "dynamic", cwd=work.folder)
    ours.run("objcopy", "--add-gnu-debuglink=dynamic.debug", "dynamic", cwd=work.folder)
    assert work.output_of("dynamic") == OUTPUT
    sections = ("--hex-dump=.debug_info", "--hex-dump=.note.gnu.build-id")
    original = run([work.gnu("readelf"), *sections, str(cross.folder / "dynamic")], None)
    kept = run([work.gnu("readelf"), *sections, "dynamic.debug"], work.folder)
    assert kept.stdout == original.stdout
    # GNU readelf opens the linked file only when name and checksum are right.
    linked = run([work.gnu("readelf"), "-wi", "dynamic"], work.folder).stdout.decode()
    assert "DW_TAG_compile_unit" in linked


def test_a_file_becomes_an_object_that_links(cross: Cross, ours: Ours, tmp_path: Path) -> None:
    work = cross.copy(tmp_path)
    options = ("-I", "binary", "-O", cross.target)
    rename = ("--rename-section", ".data=.rodata,alloc,load,readonly,data,contents")
    for arguments in ((*options, "text.txt"), (*options, *rename, "text.txt")):
        run([work.gnu("objcopy"), *arguments, "gnu.o"], work.folder)
        ours.run("objcopy", *arguments, "ours.o", cwd=work.folder)
        assert facts_of(cross, work.folder / "ours.o") == facts_of(cross, work.folder / "gnu.o")
    work.gcc("embed.c", "ours.o", "-o", "embed")
    assert work.output_of("embed") == "hello from a file\n"


def test_sections_can_be_taken_out_and_put_back(cross: Cross, ours: Ours, tmp_path: Path) -> None:
    work = cross.copy(tmp_path)
    ours.run("objcopy", "--dump-section", ".rodata=piece", "static", "/dev/null", cwd=work.folder)
    piece = (work.folder / "piece").read_bytes()
    assert b"main %d %d" in piece
    (work.folder / "piece").write_bytes(piece.replace(b"main %d", b"MAIN %d"))
    ours.run("objcopy", "--update-section", ".rodata=piece", "static", cwd=work.folder)
    assert work.output_of("static") == OUTPUT.replace("main", "MAIN")
    (work.folder / "piece").write_bytes(piece + b"more")
    refused = ours.attempt(
        "objcopy", "--update-section", ".rodata=piece", "static", cwd=work.folder
    )
    assert refused.returncode == 1
    assert work.output_of("static") == OUTPUT.replace("main", "MAIN")


@pytest.mark.parametrize("options", REFUSED)
def test_what_objcopy_cannot_do_is_an_error(
    cross_of: Callable[[str], Cross], ours: Ours, tmp_path: Path, options: str
) -> None:
    source = cross_of("aarch64").folder / "lib.o"
    done = ours.attempt("objcopy", *options.split(), source, tmp_path / "out")
    assert done.returncode == 1
    assert done.stderr
    assert not (tmp_path / "out").exists()


def test_a_symbol_that_a_relocation_names_is_not_stripped(
    cross_of: Callable[[str], Cross], ours: Ours, tmp_path: Path
) -> None:
    copy = tmp_path / "main.o"
    shutil.copy(cross_of("aarch64").folder / "main.o", copy)
    before = copy.read_bytes()
    done = ours.attempt("strip", "-N", "work", copy)
    assert done.returncode == 1
    assert b"not stripping symbol `work' because it is named in a relocation" in done.stderr
    assert copy.read_bytes() == before


def test_strip_in_place_keeps_mode_times_and_hard_links(
    cross_of: Callable[[str], Cross], ours: Ours, tmp_path: Path
) -> None:
    program, other, pointer = tmp_path / "program", tmp_path / "other", tmp_path / "pointer"
    shutil.copy(cross_of("aarch64").folder / "dynamic", program)
    program.chmod(0o751)
    os.utime(program, (10**9, 10**9))
    pointer.symlink_to("program")
    ours.run("strip", "-p", "-g", pointer)
    assert pointer.is_symlink()
    assert program.stat().st_mode & 0o777 == 0o751
    assert program.stat().st_mtime == 10**9
    other.hardlink_to(program)
    ours.run("strip", program)
    assert other.samefile(program)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["other", "pointer", "program"]


@pytest.mark.parametrize("name", ["x-conda-linux-gnu-nm", "gcc-nm", "nm"])
def test_the_last_word_of_the_name_is_the_tool(
    cross_of: Callable[[str], Cross], ours: Ours, tmp_path: Path, name: str
) -> None:
    link = tmp_path / name
    link.symlink_to(ours.program)
    cross = cross_of("aarch64")
    assert run([str(link), "lib.o"], cross.folder).stdout == (
        run([cross.gnu("nm"), "lib.o"], cross.folder).stdout
    )


def test_libtool_takes_it_for_a_bsd_nm(ours: Ours) -> None:
    done = ours.attempt("nm", "-B", "/dev/null")
    assert b"/dev/null" in (done.stdout + done.stderr).splitlines()[0]
    assert b"option" not in done.stderr


def test_libtool_takes_it_for_gnu_strip(ours: Ours) -> None:
    first, *_ = ours.run("strip", "-V").splitlines()
    assert "GNU strip" in first
    assert first.split()[-1] == "2.40"


def test_disassembly_is_refused_with_an_alternative(
    cross_of: Callable[[str], Cross], ours: Ours
) -> None:
    done = ours.attempt("objdump", "-d", cross_of("aarch64").folder / "lib.o")
    assert done.returncode == 1
    assert b"llvm-objdump" in done.stderr


@pytest.mark.parametrize("tool", ["nm", "size", "strip", "objcopy", "objdump -f"])
def test_text_is_not_an_object(ours: Ours, tmp_path: Path, tool: str) -> None:
    text = tmp_path / "text"
    text.write_text("no object\n")
    done = ours.attempt(*tool.split(), text)
    assert done.returncode == 1
    assert b"file format not recognized" in done.stderr
    assert text.read_text() == "no object\n"


SYMBOLS = {
    "constant": "R", "elsewhere": "w", "hidden": "T", "initialized": "D", "per_thread": "D",
    "per_thread_zero": "B", "printf": "U", "sin": "U", "start": "t", "tentative": "B",
    "weak_function": "W", "weak_object": "V", "work": "T", "zeroed": "B",
}  # fmt: skip


@pytest.mark.parametrize("machine", ["x86_64", "riscv64", "s390x"])
def test_other_machines_and_byte_orders(zig: Zig, ours: Ours, tmp_path: Path, machine: str) -> None:
    (tmp_path / "lib.c").write_text(LIBRARY)
    compile_it = [f"--target={machine}-linux-gnu", "-g", "-O0", "-fPIC", "-c", "lib.c"]
    zig.tool("clang", compile_it, cwd=tmp_path)
    ours.run("strip", "-g", "lib.o", cwd=tmp_path)
    zig.tool("ld.lld", ["-r", "lib.o", "-o", "again.o"], cwd=tmp_path)
    zig.tool("ld.lld", ["-shared", "again.o", "-o", "lib.so"], cwd=tmp_path)
    ours.run("strip", "--strip-unneeded", "lib.so", cwd=tmp_path)
    for options, file in (("-p", "lib.o"), ("-p", "again.o"), ("-D", "lib.so")):
        rows = ours.run("nm", *options.split(), "-P", file, cwd=tmp_path).splitlines()
        found = {name: kind for name, kind, *_ in map(str.split, rows)}
        hidden = {"hidden", "start"} if options == "-D" else set()
        assert found.items() >= {k: v for k, v in SYMBOLS.items() if k not in hidden}.items()
    assert "NEEDED" not in ours.run("readelf", "-d", "lib.so", cwd=tmp_path)
    assert "lib.c" not in ours.run("strings", "lib.so", cwd=tmp_path)


def test_damaged_files_end_in_a_message(
    cross_of: Callable[[str], Cross], ours: Ours, tmp_path: Path
) -> None:
    chance = random.Random(1)
    commands = (
        "nm -a",
        "readelf -a",
        "objdump -xs",
        "size -A",
        "strip -o out",
        "objcopy -O binary",
    )
    damaged = tmp_path / "damaged"
    for file in ("clang.o", "libwork.so", "long.a"):
        whole = (cross_of("aarch64").folder / file).read_bytes()
        for _ in range(15):
            data = bytearray(
                whole[: chance.randrange(len(whole))] if chance.random() < 0.4 else whole
            )
            for _ in range(chance.randrange(8)):
                if data:
                    data[chance.randrange(min(len(data), 4096))] = chance.randrange(256)
            damaged.write_bytes(data)
            command = chance.choice(commands)
            done = ours.attempt(*command.split(), damaged, cwd=tmp_path)
            assert done.returncode in (0, 1), (command, done.returncode)
            assert done.returncode == 0 or done.stderr
