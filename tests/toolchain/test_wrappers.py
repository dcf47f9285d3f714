"""The programs under conda-forge's names, and the configuration that they read."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import lief
import pytest

from condax.platforms import get_platform
from condax.toolchain.wrappers import BINARY_TOOLS, BINUTILS, C_TOOLS, render_config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Golden
    from tests.toolchain.conftest import Prefix

HELLO = '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n'


@pytest.mark.golden
@pytest.mark.parametrize("subdir", ["linux-64", "linux-aarch64", "linux-ppc64le"])
def test_the_clang_configuration(subdir: str, golden: Golden) -> None:
    golden(f"config/{subdir}.cfg", render_config(get_platform(subdir)))


@pytest.mark.integration
def test_every_name_of_conda_forge_is_there(prefix: Prefix) -> None:
    for name in (*C_TOOLS, *BINARY_TOOLS, *BINUTILS):
        done = prefix.attempt(name, "--version")
        assert (name, done.returncode) == (name, 0)
        assert done.stdout


@pytest.mark.integration
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("-dumpmachine", "{triplet}"),
        ("-dumpversion", "{clang}"),
        ("-dumpfullversion", "{clang}"),
        ("-print-sysroot", "{sysroot}"),
        ("--print-sysroot", "{sysroot}"),
        ("-print-prog-name=ld", "{bin}-ld"),
        ("--print-prog-name=nm", "{bin}-nm"),
        ("-print-file-name=libc.so", "{sysroot}/usr/lib64/libc.so"),
        ("-print-file-name=libgcc.a", "{builtins}"),
        ("-print-libgcc-file-name", "{builtins}"),
    ],
)
def test_a_question_is_answered_as_gcc_does(question: str, answer: str, prefix: Prefix) -> None:
    triplet = str(prefix.target.conda_triplet)
    resources = prefix.path / "lib" / "condax" / "clang" / "lib" / "linux"
    expected = answer.format(
        triplet=triplet,
        clang=prefix.run("cc", "--version").split()[2],
        sysroot=prefix.sysroot,
        bin=prefix.path / "bin" / triplet,
        builtins=resources / f"libclang_rt.builtins-{prefix.target.zig_cpu}.a",
    )
    printed = prefix.run("gcc", question)
    assert printed.endswith("\n")
    assert resolved(prefix.path, printed[:-1]) == resolved(prefix.path, expected)


def resolved(folder: Path, text: str) -> str:
    """Absolute paths without links and dots, other words as they are."""
    return str((folder / text).resolve()) if text.startswith("/") else text


@pytest.mark.integration
def test_cpp_preprocesses(prefix: Prefix, tmp_path: Path) -> None:
    (tmp_path / "a.h.in").write_text("#define TWICE(x) x x\nTWICE(word)\n")
    assert prefix.run("cpp", "-P", str(tmp_path / "a.h.in")).strip() == "word word"


ASSEMBLER = {
    "linux-64": ".globl answer\nanswer: mov $42, %eax\n ret\n",
    "linux-aarch64": ".globl answer\nanswer: mov w0, #42\n ret\n",
    "linux-ppc64le": ".globl answer\nanswer: li 3, 42\n blr\n",
}


@pytest.mark.integration
def test_as_assembles_with_the_options_of_gnu_as(prefix: Prefix, tmp_path: Path) -> None:
    (tmp_path / "a.s").write_text(ASSEMBLER[prefix.target.subdir])
    prefix.run("as", "--noexecstack", "-I", ".", "-o", "a.o", "a.s", cwd=tmp_path)
    elf = lief.ELF.parse(str(tmp_path / "a.o"))
    assert elf is not None
    assert elf.header.machine_type.value & 0xFFFF == prefix.target.elf_machine
    assert "answer" in {str(symbol.name) for symbol in elf.symtab_symbols}


@pytest.mark.integration
def test_ar_and_ranlib_make_an_archive_that_links(prefix: Prefix, tmp_path: Path) -> None:
    (tmp_path / "f.c").write_text("int f(void) { return 0; }\n")
    prefix.run("cc", "-c", "f.c", cwd=tmp_path)
    for archiver, indexer in (("ar", "ranlib"), ("gcc-ar", "gcc-ranlib")):
        prefix.run(archiver, "cr", "libf.a", "f.o", cwd=tmp_path)
        prefix.run(indexer, "libf.a", cwd=tmp_path)
        prefix.compile(
            tmp_path / "a", "int f(void); int main(void) { return f(); }\n", "-L.", "-lf"
        )


@pytest.mark.integration
def test_a_relative_link_step_through_ld_is_a_shared_library(
    prefix: Prefix, tmp_path: Path
) -> None:
    """A makefile that calls `$(LD) -shared` with a script naming what does not exist."""
    (tmp_path / "f.c").write_text("int f(void) { return 0; }\n")
    (tmp_path / "map").write_text("V { global: f; nothing; local: *; };\n")
    prefix.run("cc", "-fPIC", "-c", "f.c", cwd=tmp_path)
    arguments = ("-shared", "--version-script=map", "-h", "libf.so.1", "-o", "libf.so", "f.o")
    prefix.run("ld", *arguments, cwd=tmp_path)
    elf = lief.ELF.parse(str(tmp_path / "libf.so"))
    assert elf is not None
    assert {str(symbol.name) for symbol in elf.exported_symbols} == {"f"}


@pytest.mark.integration
@pytest.mark.parametrize("source", ["f.c", "f.cc", "f.S"])
def test_debug_information_names_no_folder_of_a_build(
    prefix: Prefix, require: Callable[[str], str], source: str, tmp_path: Path
) -> None:
    """Without a word in CFLAGS, which projects install; a map of the user's own comes first."""
    sources, host = tmp_path / "work", tmp_path / "host_env"
    (host / "include").mkdir(parents=True)
    (host / "include/h.h").write_text("struct s { int i; };\n")
    sources.mkdir()
    code = "#include <stddef.h>\n#include <stdio.h>\n#include <h.h>\n"
    code += "size_t f(struct s *p, FILE *file) { return p->i + file->_fileno; }\n"
    (sources / source).write_text(".text\nf: nop\n" if source == "f.S" else code)
    # make hands its own values to the compiler of variables that were exported before.
    makefile = "SRC_DIR = src\nPREFIX = /\nf.o:\n\t$(CC) $(ARGUMENTS) -c $(SOURCE) -o $@\n"
    (sources / "Makefile").write_text(makefile)
    build = {
        "CONDAX_MAP_SOURCES": f"{sources}=/usr/local/src/conda/xz-5.4.1",
        "CONDAX_MAP_PREFIX": f"{host}=/usr/local/src/conda-prefix",
    }

    def debug_information(*flags: str, **environment: str) -> bytes:
        arguments = " ".join(("-g", "-isystem", f"{host}/include", "-Werror", *flags))
        variables = {"CC": str(prefix.program("cc")), "ARGUMENTS": arguments}
        variables |= {"SOURCE": f"{sources}/{source}", "SRC_DIR": str(sources), "PREFIX": str(host)}
        command = ["make", "-B", "f.o"]
        subprocess.run(
            command, cwd=sources, env={**os.environ, **variables, **environment}, check=True
        )
        return (sources / "f.o").read_bytes()

    mapped = debug_information(**build)
    assert bytes(tmp_path) not in mapped
    assert bytes(prefix.path) not in mapped
    assert b"/usr/local/src/conda/xz-5.4.1\0" in mapped
    if source != "f.S":
        assert b"conda-prefix/include/h.h\0" in mapped
        assert b"conda-build/lib/condax/" in mapped
    assert b"/mine\0" in debug_information(f"-fdebug-prefix-map={sources}=/mine", **build)
    assert bytes(sources) in debug_information()


@pytest.mark.integration
def test_strings_are_in_an_order_of_their_own_whatever_the_prefix(
    prefix: Prefix, tmp_path: Path
) -> None:
    """Programs that name their prefix, linked without a word in LDFLAGS."""
    words = "".join(f'"{number:x}", ' for number in range(0, 1 << 16, 99))
    text = f'const char *all[] = {{{words} PREFIX, PREFIX "/lib", "x" PREFIX}};\n'
    linked = []
    for start in ("/one", "/other"):
        name = start.ljust(100, "_") + "_placehold" * 10
        library = prefix.compile(
            tmp_path / "library.so", text, f'-DPREFIX="{name}"', "-O2", "-fPIC", "-shared"
        )
        content = library.read_bytes()
        assert name.encode() in content
        linked.append(content.replace(name.encode(), b"P" * len(name)))
    assert linked[0] == linked[1]


@pytest.mark.integration
def test_cc_for_build_makes_programs_that_run_here(
    prefix_of: Callable[[str], Prefix], tmp_path: Path
) -> None:
    """The build machine's compiler is in the prefix of every target."""
    prefix = prefix_of("linux-ppc64le")
    compiler = prefix.path / "bin" / "x86_64-conda-linux-gnu-cc"
    (tmp_path / "hello.c").write_text(HELLO)
    subprocess.run([compiler, "hello.c", "-o", "hello"], cwd=tmp_path, env={}, check=True)
    ran = subprocess.run([tmp_path / "hello"], capture_output=True, text=True, check=True)
    assert ran.stdout == "hello\n"


@pytest.mark.integration
def test_a_program_of_the_target_runs_under_its_emulator(
    cross_prefix: Prefix, require: Callable[[str], str], tmp_path: Path
) -> None:
    target = cross_prefix.target
    emulator = require(f"qemu-{target.qemu_arch}-static")
    require(f"{target.debian_triplet}-gcc")
    program = cross_prefix.compile(tmp_path / "hello", HELLO, "-O2")
    command = [emulator, "-L", f"/usr/{target.debian_triplet}", str(program)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout == "hello\n"


@pytest.mark.integration
def test_a_prefix_that_was_moved_still_works(cross_prefix: Prefix, tmp_path: Path) -> None:
    moved = tmp_path / "else where"
    shutil.copytree(cross_prefix.path, moved, symlinks=True)
    prefix = type(cross_prefix)(path=moved, target=cross_prefix.target)
    program = prefix.compile(tmp_path / "hello", HELLO, "-v")
    assert program.exists()
    assert prefix.run("cc", "-print-sysroot") == f"{prefix.sysroot}\n"
    said = prefix.attempt("cc", "-###", "-x", "c", "/dev/null").stderr
    assert str(cross_prefix.path) not in said


@pytest.mark.integration
def test_a_compiler_that_crashes_leaves_nothing_behind_unless_asked(
    prefix: Prefix, tmp_path: Path
) -> None:
    source, temporary = tmp_path / "crash.c", tmp_path / "temporary"
    source.write_text("#pragma clang __debug crash\n")
    temporary.mkdir()
    for flags, is_kept in (((), False), (("-fcrash-diagnostics",), True)):
        command = [prefix.program("cc"), *flags, "-c", str(source), "-o", str(tmp_path / "crash.o")]
        env = {"PATH": "", "TMPDIR": str(temporary)}
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert done.returncode != 0
        assert "clang frontend command failed" in done.stderr
        assert bool([*temporary.iterdir()]) == is_kept


@pytest.mark.integration
def test_a_link_to_a_wrapper_is_that_wrapper(prefix: Prefix, tmp_path: Path) -> None:
    (tmp_path / "cc").symlink_to(prefix.program("cc"))
    done = subprocess.run(
        [tmp_path / "cc", "-dumpmachine"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{prefix.target.conda_triplet}\n"


@pytest.mark.integration
def test_a_wrapper_under_another_name_says_so(prefix: Prefix, tmp_path: Path) -> None:
    shutil.copy(prefix.program("cc"), tmp_path / "compiler")
    done = subprocess.run([tmp_path / "compiler"], capture_output=True, text=True, check=False)
    assert done.returncode == 127
    assert done.stderr == "condax compiler wrapper: there is no tool of the name compiler\n"


@pytest.mark.integration
def test_long_command_lines_and_response_files_work(prefix: Prefix, tmp_path: Path) -> None:
    (tmp_path / "f.c").write_text("int main(void) { return LAST; }\n")
    defines = [f"-DNAME_{number}={'x' * 100}" for number in range(1000)]
    prefix.run("cc", *defines, "-DLAST=0", "-c", "f.c", cwd=tmp_path)
    (tmp_path / "rsp").write_text("\n".join([*defines, "-DLAST=0", "-c", "f.c"]))
    prefix.run("cc", "@rsp", cwd=tmp_path)


UNLOADED = r"""
#include <stdio.h>
#include <stdlib.h>
static void at_exit(void) { puts("atexit"); }
__attribute__((constructor)) static void loaded(void) { puts("loaded"); atexit(at_exit); }
__attribute__((destructor)) static void unloaded(void) { puts("unloaded"); }
"""
LOADER = r"""
#include <dlfcn.h>
#include <stdio.h>
int main(int argc, char **argv) {
    void *library = dlopen(argv[1], RTLD_NOW);
    if (!library) { puts(dlerror()); return 1; }
    dlclose(library);
    puts("closed");
    return 0;
}
"""


@pytest.mark.integration
def test_a_library_runs_its_handlers_when_it_is_unloaded(
    prefix: Prefix, require: Callable[[str], str], tmp_path: Path
) -> None:
    """crtbegin's `__dso_handle` tells libc whose handlers they are."""
    target = prefix.target
    command: list[str] = []
    if target.subdir != "linux-64":
        require(f"{target.debian_triplet}-gcc")
        emulator = require(f"qemu-{target.qemu_arch}-static")
        command = [emulator, "-L", f"/usr/{target.debian_triplet}"]
    library = prefix.compile(tmp_path / "libunloaded.so", UNLOADED, "-shared", "-fPIC")
    program = prefix.compile(tmp_path / "loader", LOADER, "-ldl")
    ran = subprocess.run([*command, program, library], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["loaded", "unloaded", "atexit", "closed"]
