"""What in a `build-details.json` contradicts PEP 739's schema or the files it lies beside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from condax.diagnostics import Diagnostic, Severity
from condax.python.describe import DYNLOAD, details_file, from_sysconfigdata
from condax.python.schema import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.python.tree import Tree

Problem = tuple[str, str, str]
"""Name, message, hint."""

CODES = {
    "details-unreadable": "CP101",
    "details-schema": "CP102",
    "details-empty-platform": "CP103",
    "details-missing-file": "CP104",
    "details-wrong-suffix": "CP105",
    "details-disagree": "CP106",
}
"""Name of a finding → its code."""

WRITE = "write a new one: condax target-info --write FILE"


def lint_build_details(tree: Tree, stdlib: str) -> tuple[Diagnostic, ...]:
    """Findings about a Python's `build-details.json`, none if it is right or not there."""
    path = details_file(tree, stdlib)
    if path is None:
        return ()
    try:
        document = json.loads(tree.read(path))
    except ValueError as e:
        return (_diagnostic(path, ("details-unreadable", f"it is not JSON: {e}", WRITE)),)
    broken = [("details-schema", message, WRITE) for message in violations(document)]
    problems = broken or [*_check_platform(document), *_check_files(tree, document, stdlib)]
    return tuple(_diagnostic(path, problem) for problem in problems)


def _check_platform(document: dict[str, Any]) -> Iterator[Problem]:
    if not document["platform"]:
        yield "details-empty-platform", "`platform` is empty", "set it, e.g. linux-aarch64"


def _check_files(tree: Tree, document: dict[str, Any], stdlib: str) -> Iterator[Problem]:
    yield from _missing_files(tree, document)
    yield from _suffix(tree, document, stdlib)
    yield from _disagreements(tree, document, stdlib)


def _missing_files(tree: Tree, document: dict[str, Any]) -> Iterator[Problem]:
    """Paths are absolute or relative to `base_prefix`; either way they lie in this tree."""
    prefix = document["base_prefix"]
    groups = ("libpython", ("dynamic", "dynamic_stableabi", "static")), ("c_api", ("headers",))
    for group, keys in groups:
        for key in keys:
            path = document.get(group, {}).get(key)
            if path is None:
                continue
            name = path.removeprefix(prefix).lstrip("/")
            if key == "headers":
                name += "/Python.h"
            if not tree.has(name):
                message = f"`{group}.{key}` names {path}, where there is no {name}"
                yield "details-missing-file", message, "install the file, or drop the key"


def _suffix(tree: Tree, document: dict[str, Any], stdlib: str) -> Iterator[Problem]:
    suffix = document.get("abi", {}).get("extension_suffix")
    found = {
        f".{match[1]}.so"
        for name in tree.find(f"{stdlib}/lib-dynload/*.so")
        if (match := DYNLOAD.search(name))
    }
    if found and suffix not in found:
        message = f"`abi.extension_suffix` is {suffix!r}, lib-dynload has {min(found)!r}"
        yield "details-wrong-suffix", message, WRITE
    # CPython 3.14 lists those of the interpreter that writes the file, which is another one's where
    # it is cross-compiled.
    listed = document.get("suffixes", {}).get("extensions")
    if found and listed and not found & set(listed):
        message = f"`suffixes.extensions` is {listed!r}, lib-dynload has {min(found)!r}"
        yield "details-wrong-suffix", message, WRITE


def _disagreements(tree: Tree, document: dict[str, Any], stdlib: str) -> Iterator[Problem]:
    """What `_sysconfigdata` says otherwise."""
    data = from_sysconfigdata(tree, stdlib)
    if data is None:
        return
    claims = {
        "platform": (document["platform"], data.platform),
        "base_prefix": (document["base_prefix"], data.base_prefix),
        "language.version": (document["language"]["version"], data.version.language),
        "abi.flags": ("".join(document.get("abi", {}).get("flags", ())), data.abi_flags),
    }
    for key, (said, known) in claims.items():
        if said != known and said and not said.startswith("."):
            message = f"`{key}` is {said!r}, _sysconfigdata has {known!r}"
            yield "details-disagree", message, WRITE


def _diagnostic(path: str, problem: Problem) -> Diagnostic:
    name, message, hint = problem
    return Diagnostic(
        code=CODES[name],
        name=name,
        severity=Severity.ERROR,
        path=path,
        message=message,
        hint=hint,
    )
