"""Which names of `std` a C++ library shows after a header, asked of the compiler itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.toolchain.conftest import Prefix

NAMESPACES = (
    *("", "chrono::", "filesystem::", "numbers::", "placeholders::", "pmr::", "ranges::"),
    *("regex_constants::", "this_thread::", "views::"),
)
QUIET = ("-fsyntax-only", "-w", "-fno-spell-checking", "-fno-caret-diagnostics", "-ferror-limit=0")


@dataclass(frozen=True, kw_only=True)
class Library:
    """The same compiler over one C++ library's headers."""

    prefix: Prefix
    flags: tuple[str, ...] = ()

    def compile(self, source: Path, standard: str, *flags: str) -> tuple[str, str]:
        """What clang prints about a file on stdout and stderr."""
        options = (*self.flags, f"-std=gnu++{standard}", *flags)
        done = self.prefix.attempt("c++", *options, str(source), cwd=source.parent)
        return done.stdout, done.stderr


def libstdcxx(prefix: Prefix, version: str = "12") -> Library:
    """The headers of Debian's cross g++, over the C library of the prefix."""
    folder = f"/usr/{prefix.target.debian_triplet}/include/c++/{version}"
    folders = (folder, f"{folder}/{prefix.target.debian_triplet}", f"{folder}/backward")
    paths = [word for each in folders for word in ("-isystem", each)]
    return Library(prefix=prefix, flags=("-nostdinc++", *paths))


def names_in_std(library: Library, standard: str, folder: Path) -> list[str]:
    """Every name of the library, e.g. `chrono::seconds`: what the compiler would complete."""
    source = folder / "complete.cc"
    found: set[str] = set()
    for namespace in NAMESPACES:
        source.write_text(f"#include <bits/stdc++.h>\nvoid f() {{\nstd::{namespace}\n}}\n")
        place = f"-code-completion-at={source}:3:{len('std::' + namespace) + 1}"
        listed, _ = library.compile(source, standard, "-fsyntax-only", "-Xclang", place)
        names = re.findall(r"^COMPLETION: ([a-zA-Z]\w*) :", listed, re.MULTILINE)
        found.update(namespace + name for name in names)
    return sorted(found)


def declared(names: Sequence[str]) -> dict[str, str]:
    """For each name a declaration that compiles where the name is known."""
    return {name: f"using std::{name};" for name in names}


def accepted(
    library: Library,
    headers: Sequence[str],
    standard: str,
    declarations: Mapping[str, str],
    folder: Path,
) -> set[str]:
    """Keys of the declarations that compile after the headers; none if a header is not there."""
    source = folder / "names.cc"
    left = dict(declarations)
    includes = "\n".join(f"#include <{header}>" for header in headers)
    while True:
        # So that line n of the file as clang counts holds declaration n, from 0 on; each in a
        # namespace of its own, because `search` of `std` and of `std::ranges` would clash in one.
        probes = [f"namespace probe{n} {{ {line} }}" for n, line in enumerate(left.values())]
        source.write_text("\n".join([f"#line 1000000\n{includes}\n#line 0", *probes, ""]))
        _, errors = library.compile(source, standard, *QUIET)
        place = re.escape(str(source)) + r":(\d+):\d+: "
        kinds = r"(?:(?:fatal )?error|note: (?:in instantiation|.*requested here))"
        wrong = {int(n) for n in re.findall(place + kinds, errors) if int(n) < len(left)}
        left = {key: line for n, (key, line) in enumerate(left.items()) if n not in wrong}
        if "fatal error: " not in errors:
            return set(left)
        if not wrong:
            return set()


def homes(
    library: Library, headers: Sequence[str], standard: str, names: Sequence[str], folder: Path
) -> dict[str, str]:
    """The header inside `c++/v1` that declares each name: where a clash with it is reported.

    Without those that may be declared twice, e.g. the objects of `std::ranges`.
    """
    source = folder / "homes.cc"
    found: dict[str, str] = {}
    for clash in ("enum {0} : short;", "typedef short {0};"):
        lines = [f"#include <{header}>" for header in headers]
        first = len(lines) + 1
        for name in names:
            *spaces, own = name.split("::")
            opened = "".join(f"namespace {space} {{ " for space in spaces)
            declaration = opened + clash.format(own) + " }" * len(spaces)
            lines.append(f"namespace std {{ inline namespace __1 {{ {declaration} }} }}")
        source.write_text("\n".join(lines) + "\n")
        _, errors = library.compile(source, standard, *QUIET)
        current = ""
        for line in errors.splitlines():
            if match := re.match(re.escape(str(source)) + r":(\d+):\d+: (?:fatal )?error: ", line):
                current = names[int(match[1]) - first] if int(match[1]) >= first else ""
            elif current and (match := re.match(r".*/c\+\+/v1/(.*?):\d+:\d+: note: prev", line)):
                found.setdefault(current, match[1])
    return found
