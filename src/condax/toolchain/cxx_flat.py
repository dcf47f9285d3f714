"""libc++'s most used headers once more, each as a single file for the usual way to compile.

`<string>` is 390 files with 2,700 questions about the compiler, the language and the options, whose
answers are the same in nearly every compilation. The compiler itself gives these answers here
(`-fdirectives-only`), once for each language version, and what is left of all the files stands in
one. A program that is compiled in the usual way gets that one, and any other the headers as they
are: what asks (`__flat/usual`) compares every macro and every feature that one of the questions was
about. The C library's headers stay what they are, since a sysroot may have others.

What a program sees is the same, token by token but for names that are made of line numbers: each
file's part has its own guard. A header of another folder that stands in front of one of libc++'s is
not reached from within a flat one.
"""

from __future__ import annotations

import functools
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from condax.system.files import write_text
from condax.toolchain.activation import ARCHITECTURE_FLAGS
from condax.toolchain.cxx_headers import Promise, read_promises, render_front

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from condax.toolchain.libcxx import RuntimeBuild

FOLDER = "__flat"
USUAL = "_CONDAX_USUAL"
"""The language version whose flat headers a program gets; 0 if it gets none."""
PLAIN = "_CONDAX_PLAIN_HEADERS"
"""A program that defines it gets none."""

_LIBRARY = "_LIBCPP_"
"""How macros of libc++ begin."""
_OWN = "_CONDAX_"
"""What macros are called with which headers tell one another which of them is the outermost."""

STANDARDS = {"11": 201103, "14": 201402, "17": 201703, "20": 202002}
"""Language versions that have flat headers, with the values of `__cplusplus`."""
HEADERS = (
    *("algorithm", "deque", "functional", "iostream", "map", "memory", "set", "sstream"),
    *("stdexcept", "string", "vector"),
)

_MARKER = re.compile(r'# (\d+) "([^"]*)"((?: \d)*)')
"""A line of the preprocessor's output: line, file, and 1 at a file's begin or 2 behind its end."""
_INCLUDE = re.compile(r"\s*#\s*include(?:_next)?\s*<([^>]*)>")
_QUESTION = re.compile(r"^[ \t]*#[ \t]*(?:if|elif|ifdef|ifndef)\b(.*)$", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_NAME = re.compile(r"\b[A-Za-z_]\w*")
_CALL = re.compile(r"\b(?!defined\b)([A-Za-z_]\w*)\s*\([^()]*\)")
_VARYING = frozenset({"__has_extension", "__has_feature", "__has_include"})
"""Calls whose answer hangs on options or on the sysroot, and not on the compiler alone."""
_DEFINITION = re.compile(r"#define (\w+)(.*)")
_NUMBER = re.compile(r"[-+*/\d\s()<>|&LUlu]*\d[-+*/\d\s()<>|&LUlu]*")
_DEFINED = re.compile(r"^\s*#\s*define (\w+)", re.MULTILINE)
_SYSTEM = re.compile(r"#\s*pragma GCC system_header")
CONFIG = "__config"
"""What every header includes first; it asks in each compilation."""
_OF_CONFIG = frozenset({CONFIG, "__config_site", "__configuration"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _File:
    """A file as the preprocessor came through it: lines that are left, and files it includes."""

    path: Path
    line: int
    """Of its `#include`, in the file that has it."""
    parts: list[str | _File] = field(default_factory=list)

    def walk(self) -> Iterator[_File]:
        """It and all files below it."""
        yield self
        for part in self.parts:
            if isinstance(part, _File):
                yield from part.walk()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Flattening:
    """One language version of one target's headers."""

    build: RuntimeBuild
    standard: str

    @property
    def root(self) -> Path:
        return self.build.headers

    def preprocess(self, name: str, text: str, *options: str) -> str:
        """What the preprocessor makes of a source, whose file is called `name`."""
        source = self.build.scratch / f"{name}-{self.standard}.cc"
        output = source.with_suffix(".ii")
        write_text(source, text)
        cpu = ARCHITECTURE_FLAGS[self.build.platform.zig_cpu or ""].split()
        where = ("-nostdinc++", "-isystem", str(self.root), f"-std=gnu++{self.standard}")
        self.build.clang([*cpu, "-O2", *where, "-E", *options, str(source), "-o", str(output)])
        return output.read_text(encoding="utf-8")

    def read(self, header: str) -> _File:
        """A header with everything that it includes."""
        text = self.preprocess(header, f"#include <{header}>\n", "-fdirectives-only")
        front = self.root / header
        return next(each for each in _parse(text).walk() if each.path == front)

    def macros(self, name: str, headers: Iterable[str]) -> dict[str, str]:
        """Of each macro behind some headers what follows its name where it is defined."""
        text = "".join(f"#include <{each}>\n" for each in headers)
        return dict(_DEFINITION.findall(self.preprocess(name, text, "-dM")))

    def is_inside(self, file: Path) -> bool:
        """Whether a flat header repeats a file: one of libc++, and none with a name of C."""
        if not file.is_relative_to(self.root):
            return False
        first, *_ = file.relative_to(self.root).parts
        return first.startswith("__") or "." not in first

    def is_known(self, file: Path) -> bool:
        """Whether it is part of `<__config>`."""
        first, *_ = file.relative_to(self.root).parts
        return first in _OF_CONFIG

    def render(self, file: _File, parent: Path | None = None) -> Iterator[str]:
        """The lines of a flat header."""
        if not self.is_inside(file.path):
            assert parent is not None
            yield _include_of(parent, file)
            return
        if self.is_known(file.path):
            return
        guard = _guard(file.path)
        if guard:
            yield f"#ifndef {guard}"
        for part in file.parts:
            if isinstance(part, _File):
                yield from self.render(part, file.path)
            elif part.strip() and not _SYSTEM.match(part):
                yield part
        if guard:
            yield "#endif"

    def repeated(self, files: Iterable[_File]) -> list[Path]:
        """The files that flat headers repeat."""
        inside = (each.path for file in files for each in file.walk() if self.is_inside(each.path))
        return sorted(path for path in set(inside) if not self.is_known(path))

    def usual(self, files: Sequence[Path]) -> list[str]:
        """The conditions under which all questions of files have the answers that they had here."""
        texts = [path.read_text(encoding="utf-8") for path in files]
        asked = sorted({question for text in texts for question in _questions(text)})
        before = self.macros("before", [CONFIG])
        after = self.macros("after", HEADERS)
        names = {name for each in asked for name in _NAME.findall(_CALL.sub("", each))}
        # What the headers themselves define is for them to ask about: guards, most of all.
        names = {each for each in names - {"defined"} if not each.startswith(_OWN)}
        stable = sorted(name for name in names if before.get(name) == after.get(name))
        known = [name for name in stable if name in before]
        called = {each[0]: each[1] for text in asked for each in _CALL.finditer(text)}
        calls = [
            call for call, name in sorted(called.items()) if name in _VARYING or name in before
        ]
        values = self._values(known, calls)
        terms = [f"!defined({name})" for name in stable if name not in before]
        terms += _of_the_library(files, names.difference(stable))
        for each in (*known, *calls):
            is_number = _NUMBER.fullmatch(values[each]) is not None
            terms.append(f"({each}) == ({values[each]})" if is_number else f"defined({each})")
        return terms

    def _values(self, names: Sequence[str], calls: Sequence[str]) -> dict[str, str]:
        """What macros stand for in the end, and whether calls hold: 1 or 0."""
        asked = [*names, *calls]
        text = f"#include <{CONFIG}>\n"
        for number, each in enumerate(asked):
            line = f'"condax {number}"'
            if number < len(names):
                text += f"{line} {each}\n"
            else:
                text += f"#if {each}\n{line} 1\n#else\n{line} 0\n#endif\n"
        output = self.preprocess("values", text, "-P")
        found = re.findall(r'^"condax (\d+)" ?(.*)$', output, re.MULTILINE)
        return {asked[int(number)]: value for number, value in found}


def write_flat_headers(build: RuntimeBuild) -> None:
    """Write them beside the headers that they are made of, and let those choose."""
    folder = build.headers / FOLDER
    conditions: dict[str, list[str]] = {}
    for standard, value in STANDARDS.items():
        flattening = _Flattening(build=build, standard=standard)
        with ThreadPoolExecutor(2) as pool:
            files = list(pool.map(flattening.read, HEADERS))
        for header, file in zip(HEADERS, files, strict=True):
            lines = flattening.render(file)
            text = "\n".join(["#pragma GCC system_header", *lines, ""])
            write_text(folder / str(value) / header, text)
        conditions[standard] = flattening.usual(flattening.repeated(files))
    write_text(folder / "usual", _render_usual(conditions))
    promises = read_promises()
    for header in HEADERS:
        front = render_front(header, promises.get(header, Promise()), instead=_choice(header))
        write_text(build.headers / header, front)


def _choice(header: str) -> list[str]:
    """What a header's front begins with: its flat ones, and `#else`."""
    lines = [f"#  include <{FOLDER}/usual>"]
    word = "if"
    for value in STANDARDS.values():
        lines += [f"#  {word} {USUAL} == {value}", f"#    include <{FOLDER}/{value}/{header}>"]
        word = "elif"
    return [*lines, "#  else"]


def _render_usual(conditions: Mapping[str, Sequence[str]]) -> str:
    """What tells for each header anew: macros come and go."""
    lines = [f"#include <{CONFIG}>", f"#undef {USUAL}"]
    for standard, listed in conditions.items():
        value = STANDARDS[standard]
        terms = " \\\n  && ".join((f"!defined({PLAIN})", *listed))
        lines += [f"#if __cplusplus == {value}L", f"#  if {terms}"]
        lines += [f"#    define {USUAL} {value}", "#  endif", "#endif"]
    return "\n".join([*lines, f"#ifndef {USUAL}", f"#  define {USUAL} 0", "#endif", ""])


def _parse(text: str) -> _File:
    """The preprocessor's output by file."""
    top = _File(path=Path(), line=0)
    stack, number = [top], 0
    for line in text.splitlines():
        marker = _MARKER.fullmatch(line)
        if marker is None:
            stack[-1].parts.append(line)
            number += 1
            continue
        flags = marker[3].split()
        if "1" in flags:
            file = _File(path=Path(marker[2]), line=number)
            stack[-1].parts.append(file)
            stack.append(file)
        elif "2" in flags:
            stack.pop()
        number = int(marker[1])
    return top


def _include_of(parent: Path, file: _File) -> str:
    """The line that includes a file: the last one before the place that can have done so."""
    lines = parent.read_text(encoding="utf-8").splitlines()[: file.line]
    found = next(each for each in map(_INCLUDE.match, reversed(lines)) if each)
    assert file.path.as_posix().endswith(found[1]), f"{parent} does not include {file.path}"
    return found[0].strip()


@functools.lru_cache(maxsize=4096)
def _guard(path: Path) -> str | None:
    """The macro that keeps a header's contents from being read again."""
    text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    found = re.match(r"\s*#\s*ifndef (\w+)\s+#\s*define \1\s", text)
    return found[1] if found else None


def _of_the_library(files: Iterable[Path], names: Iterable[str]) -> Iterator[str]:
    """That macros which a program may define in the library's place come from the library."""
    own = {name for name in names if name.startswith(_LIBRARY)}
    for path in files:
        guard = _guard(path)
        for name in sorted(own.intersection(_DEFINED.findall(path.read_text(encoding="utf-8")))):
            if guard and name != guard:
                yield f"(!defined({name}) || defined({guard}))"


def _questions(text: str) -> list[str]:
    """What stands behind `#if` and its like."""
    return _QUESTION.findall(_COMMENT.sub("", text.replace("\\\n", " ")))
