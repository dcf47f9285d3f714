"""The C++ runtime of one target, from the sources in the zig wheel: libc++, libc++abi, libunwind.

Three shared libraries with LLVM's own names, so that `-lc++abi` and `-lunwind` mean what they mean
elsewhere and a C or Rust program that only unwinds needs no C++ library. They have LLVM's stable
ABI (version 1, namespace `__1`), which every libc++ since 2013 shares.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.system.files import write_text
from condax.toolchain import unwinder
from condax.toolchain.activation import ARCHITECTURE_FLAGS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from condax.platforms import Platform
    from condax.toolchain.zig import Zig

SUFFIX = ".so.1"
"""Of the sonames, and of the files, too: lld takes `libc++.so.1.0` for OpenBSD's way to say
`libc++.so`, and would find it before the linker script of that name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Library:
    """One shared library of the runtime."""

    name: str
    sources: str
    """Folder below zig's `lib`."""
    left_out: tuple[str, ...] = ()
    """Below the source folder: other systems' files, and what is not part of the library."""
    includes: tuple[str, ...] = ()
    """Folders below zig's `lib`."""
    flags: tuple[str, ...] = ()
    cxx_flags: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    own: tuple[Path, ...] = ()
    """Sources of condax."""
    headers: tuple[str, ...] = ()
    """Parsed once for all of `sharing`, whose objects are the same for it."""
    sharing: tuple[str, ...] = ()
    """Sources below the folder that parse longer than the parsed headers take to read. Those that
    declare once more what the headers define, for old programs, can't be among them."""


# With `..._LINK_..._LIB`, members of the archives name the libraries of glibc that they need.
LIBRARIES: tuple[Library, ...] = (
    Library(
        name="libunwind",
        sources="libunwind/src",
        left_out=("Unwind-EHABI.cpp", "Unwind-seh.cpp", "Unwind-wasm.c", "Unwind-sjlj.c"),
        includes=("libunwind/include",),
        flags=(
            *("-D_LIBUNWIND_IS_NATIVE_ONLY", "-funwind-tables", "-fexceptions"),
            *("-D_LIBUNWIND_LINK_DL_LIB", "-D_LIBUNWIND_LINK_PTHREAD_LIB"),
        ),
        cxx_flags=("-fno-exceptions", "-fno-rtti"),
        own=(unwinder.BRIDGE,),
    ),
    Library(
        name="libc++abi",
        sources="libcxxabi/src",
        left_out=("cxa_noexception.cpp",),
        includes=("libcxxabi/include", "libunwind/include", "libcxx/src"),
        # Without HAVE___CXA_THREAD_ATEXIT_IMPL, which glibc has since 2.18: it is then used where
        # the program finds it at run time.
        flags=(
            *("-D_LIBCPP_BUILDING_LIBRARY", "-D_LIBCXXABI_BUILDING_LIBRARY"),
            "-D_LIBCXXABI_LINK_PTHREAD_LIB",
        ),
        needs=("libunwind",),
    ),
    Library(
        name="libc++",
        sources="libcxx/src",
        left_out=(
            *("experimental", "support/win32", "pstl", "filesystem/int128_builtins.cpp"),
            # `operator new` and its like, which libc++abi has, too.
            "new.cpp",
        ),
        includes=("libcxxabi/include", "libcxx/src", "libcxx/libc"),
        flags=(
            *("-D_LIBCPP_BUILDING_LIBRARY", "-DLIBCXX_BUILDING_LIBCXXABI"),
            *("-D_LIBCPP_LINK_PTHREAD_LIB", "-D_LIBCPP_LINK_RT_LIB"),
            *("-DLIBC_NAMESPACE=__llvm_libc_common_utils", "-faligned-allocation"),
        ),
        needs=("libc++abi", "libunwind"),
        headers=(
            *("algorithm", "atomic", "charconv", "chrono", "condition_variable", "filesystem"),
            *("fstream", "functional", "locale", "memory", "mutex", "optional", "string"),
            *("system_error", "thread", "variant", "vector"),
        ),
        sharing=(
            *("algorithm.cpp", "atomic.cpp", "barrier.cpp", "bind.cpp", "chrono.cpp"),
            *("condition_variable.cpp", "fstream.cpp", "functional.cpp", "future.cpp", "hash.cpp"),
            *("ios.cpp", "ios.instantiations.cpp", "iostream.cpp", "locale.cpp", "ostream.cpp"),
            *("print.cpp", "random.cpp", "random_shuffle.cpp", "regex.cpp", "stdexcept.cpp"),
            *("strstream.cpp", "thread.cpp", "vector.cpp", "filesystem/directory_entry.cpp"),
            *("filesystem/directory_iterator.cpp", "filesystem/filesystem_clock.cpp"),
            *("filesystem/filesystem_error.cpp", "filesystem/operations.cpp"),
            "filesystem/path.cpp",
        ),
    ),
)
"""In the order in which they are linked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RuntimeBuild:
    """What the steps of one build share."""

    zig: Zig
    platform: Platform
    prefix: Path
    """Holds the target's C compiler (`zigcc_impl_<target>`) and its sysroot."""
    headers: Path
    """Of libc++ itself."""
    scratch: Path

    def clang(self, arguments: Sequence[str]) -> None:
        """Run the target's configured compiler."""
        config = self.prefix / "lib" / "condax" / f"{self.platform.conda_triplet}.cfg"
        self.zig.tool("clang", [f"--config={config}", *arguments])


def build_libraries(build: RuntimeBuild, folder: Path) -> None:
    """Compile and link the three libraries into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    work = [(library, source) for library in LIBRARIES for source in _sources(build, library)]
    # The big files first: the last one to finish should be a small one.
    work.sort(key=lambda pair: pair[1].stat().st_size, reverse=True)
    for library in LIBRARIES:
        parse_headers(build, library)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda pair: compile_source(build, *pair), work))
    for library in LIBRARIES:
        _link(build, library, folder)


def write_archives(build: RuntimeBuild, folder: Path) -> None:
    """The same objects for `-static-libstdc++`, which recipes name and nothing else links."""
    for index, library in enumerate(LIBRARIES):
        # As gcc's libstdc++.a, each is enough: it has what it needs inside.
        objects = [
            str(_object(build, part, source))
            for part in LIBRARIES[: index + 1]
            for source in _sources(build, part)
        ]
        build.zig.tool("ar", ["rcsD", str(folder / f"{library.name}.a"), *objects])


def write_link_scripts(folder: Path) -> None:
    """What `-lc++`, `-lc++abi`, `-lunwind` and gcc's names for them find beside the libraries."""
    for library in LIBRARIES:
        names = [name + SUFFIX for name in (library.name, *library.needs)]
        # With glibc before 2.34, threads need a library that C++ code does not know of.
        threads = ("-lpthread",) if library is LIBRARIES[-1] else ()
        _write_script(folder / f"{library.name}.so", names[0], (*names[1:], *threads))
    for end in ("so", "a"):
        _write_script(folder / f"libstdc++.{end}", "-lc++", ())
        _write_script(folder / f"libsupc++.{end}", "-lc++abi", ())
    for name in ("libgcc_s.so", "libgcc_eh.so"):
        # Before libgcc, which has an unwinder that nobody shares.
        unwinder_first = f"AS_NEEDED ( {LIBRARIES[0].name}{SUFFIX} ) -lgcc"
        _write_script(folder / name, unwinder_first, ())
    _write_script(folder / "libgcc_eh.a", "-lunwind", ())


def _write_script(path: Path, always: str, as_needed: Sequence[str]) -> None:
    rest = f" AS_NEEDED ( {' '.join(as_needed)} )" if as_needed else ""
    write_text(path, f"INPUT ( {always}{rest} )\n")


def _sources(build: RuntimeBuild, library: Library) -> list[Path]:
    root = build.zig.lib / library.sources
    left_out = tuple(str(root / name) for name in library.left_out)
    found = (path for path in root.rglob("*") if path.suffix in {".cpp", ".c", ".S"})
    kept = sorted(path for path in found if not str(path).startswith(left_out))
    return [*kept, *library.own]


def _name(build: RuntimeBuild, library: Library, source: Path) -> str:
    """Path of a source below the library's folder."""
    root = source.parent if source in library.own else build.zig.lib / library.sources
    return source.relative_to(root).as_posix()


def _object(build: RuntimeBuild, library: Library, source: Path) -> Path:
    name = _name(build, library, source).replace("/", "-")
    return build.scratch / f"{library.name}-{name}.o"


def _parsed(build: RuntimeBuild, library: Library) -> Path:
    return build.scratch / f"{library.name}.pch"


def parse_headers(build: RuntimeBuild, library: Library) -> None:
    """Parse what the library's `sharing` sources include, once."""
    if library.headers:
        parsed = _parsed(build, library)
        names = parsed.with_suffix(".h")
        write_text(names, "".join(f"#include <{name}>\n" for name in library.headers))
        output = ("-fpch-instantiate-templates", "-x", "c++-header", str(names), "-o", str(parsed))
        build.clang([*_flags(build, library), *_cxx_flags(build, library), *output])


def compile_source(build: RuntimeBuild, library: Library, source: Path) -> Path:
    """Compile one source; those that share headers need them parsed. Returns the object."""
    output = _object(build, library, source)
    language: tuple[str, ...] = ()
    if source.suffix == ".cpp":
        language = _cxx_flags(build, library)
    if _name(build, library, source) in library.sharing:
        language = (*language, "-include-pch", str(_parsed(build, library)))
    files = ("-c", str(source), "-o", str(output))
    build.clang([*_flags(build, library), *language, *unwinder.renames(source), *files])
    return output


def _flags(build: RuntimeBuild, library: Library) -> tuple[str, ...]:
    return (
        *ARCHITECTURE_FLAGS[build.platform.zig_cpu or ""].split(),
        *("-O2", "-DNDEBUG", "-g0", "-fPIC", "-w", "-fno-stack-protector"),
        *("-ffunction-sections", "-fdata-sections", "-fstrict-aliasing"),
        *("-fvisibility=hidden", "-fvisibility-inlines-hidden"),
        f"-ffile-prefix-map={build.zig.lib}=.",
        *library.flags,
        *(f"-I{build.zig.lib / name}" for name in library.includes),
    )


def _cxx_flags(build: RuntimeBuild, library: Library) -> tuple[str, ...]:
    headers = ("-nostdinc++", "-isystem", str(build.headers))
    # LLVM's own sources say what they include: they get along without what other programs rely on.
    return ("-std=c++23", *headers, "-D_LIBCPP_REMOVE_TRANSITIVE_INCLUDES", *library.cxx_flags)


def _link(build: RuntimeBuild, library: Library, folder: Path) -> None:
    soname = library.name + SUFFIX
    objects = [str(_object(build, library, source)) for source in _sources(build, library)]
    build.clang(
        [
            *("-shared", "-nostdlib", f"-Wl,-soname,{soname}", "-Wl,-z,relro", "-Wl,-z,now"),
            *("-Wl,-z,defs", "-Wl,--gc-sections", "-Wl,--as-needed", "-Wl,-s"),
            *("-Wl,-rpath,$ORIGIN", *objects, f"-L{folder}"),
            *(f"-l:{name}{SUFFIX}" for name in library.needs),
            *("-lpthread", "-ldl", "-lm", "-lc", "-lgcc", "-o", str(folder / soname)),
        ]
    )
