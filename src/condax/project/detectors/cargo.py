"""Rust crates: `Cargo.toml`."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from condax.project.detect import detector
from condax.project.model import (
    AboutFact,
    BuildSystem,
    Dependency,
    Fact,
    InstalledProgram,
    Language,
    Name,
    System,
    Use,
    Version,
)
from condax.project.toml_text import parse_toml, string, table
from condax.recipe.natures import by_pkg_config

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from condax.project.tree import SourceTree

PATH = "Cargo.toml"
ABOUT = {
    "description": "summary",
    "homepage": "homepage",
    "repository": "repository",
    "documentation": "documentation",
    "license": "license",
}
NATIVE = {
    "openssl-sys": "openssl",
    "libz-sys": "zlib",
    "curl-sys": "libcurl",
    "zstd-sys": "libzstd",
    "bzip2-sys": "bzip2",
    "lzma-sys": "liblzma",
    "libgit2-sys": "libgit2",
    "libsqlite3-sys": "sqlite3",
    "libssh2-sys": "libssh2",
    "openssl": "openssl",
}
"""Crates that link a C library, and its module for `pkg-config`."""


@detector
def cargo(tree: SourceTree) -> Iterator[Fact]:
    """The crate or workspace at the top, or the one that a Python project builds."""
    path = _manifest(tree)
    data = parse_toml(tree.text(path))
    package = table(data, "package")
    shared = table(data, "workspace", "package")
    if not data or not (package or table(data, "workspace")):
        return
    fields = {
        **{k: v for k, v in shared.items() if isinstance(v, str)},
        **{k: v for k, v in package.items() if isinstance(v, str)},
    }
    yield Language(name="rust", where=PATH)
    if not tree.has("pyproject.toml"):
        yield BuildSystem(
            kind=System.CARGO,
            where=PATH,
            knows=frozenset(
                (*(("has-lock",) if tree.has("Cargo.lock") else ()), *_crates(tree, data))
            ),
            check="cargo test",
        )
    if name := string(fields, "name"):
        yield Name(value=name.lower(), where=PATH, weight=7)
    if version := string(fields, "version"):
        yield Version(value=version, where=PATH, weight=7)
    for program in data.get("bin") or ():
        if isinstance(program, dict) and (binary := string(program, "name")):
            yield InstalledProgram(name=binary, where=path)
    for key, about in ABOUT.items():
        value = " ".join(string(fields, key).split()).rstrip(".")
        yield AboutFact(
            key=about, value=value.replace("/", " OR ") if key == "license" else value, where=PATH
        )
    yield from _native(tree, path, table(data, "dependencies"))


def _crates(tree: SourceTree, data: Mapping[str, object]) -> tuple[str, ...]:
    """`crates` where others are linked in: those from a registry, or those of a workspace."""
    has_any = bool(table(data, "dependencies") or table(data, "workspace"))
    return ("crates",) if has_any or "\nsource = " in tree.text("Cargo.lock") else ()


def _manifest(tree: SourceTree) -> str:
    """The one at the top, or the one that a Python project has maturin build."""
    maturin = table(parse_toml(tree.text("pyproject.toml")), "tool", "maturin")
    path = PurePosixPath(string(maturin, "manifest-path") or PATH).as_posix()
    return path if tree.has(path) else PATH


def _native(tree: SourceTree, path: str, direct: Mapping[str, object]) -> Iterator[Fact]:
    beside = tree.text(PurePosixPath(path).with_name("Cargo.lock").as_posix())
    lock = beside or tree.text("Cargo.lock")
    for crate, module in NATIVE.items():
        row = by_pkg_config(module)
        if row and (crate in direct or f'name = "{crate}"' in lock):
            yield Dependency(
                name=row.name,
                written=crate,
                use=Use.LINK,
                where="Cargo.lock" if lock else PATH,
                # The members of a workspace need what it locks.
                required=crate in direct or not direct,
            )
