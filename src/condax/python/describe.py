"""From the files of a prefix to a `TargetPython`: three sources, the most telling first."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from condax.errors import UsageError, VerificationError
from condax.platforms import TABLE, Os
from condax.python.model import DescribedBy, Libraries, PythonVersion, TargetPython
from condax.python.sysconfigdata import parse_sysconfigdata

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.platforms import Platform
    from condax.python.sysconfigdata import Value
    from condax.python.tree import Tree

DETAILS = "build-details.json"
DEBIAN_DETAILS = re.compile(r"build-details\.t?\.[^.]+\.json")
"""Flags and platform; with `d` among the flags it is a debug build's."""
STDLIB = re.compile(r"lib(?:64)?/python(\d+\.\d+)(t?)")
DYNLOAD = re.compile(r"\.(cpython-(\d)(\d+)t?-(.+))\.so$")
DEFINITION = re.compile(rb'^#define\s+(PY_\w+|Py_GIL_DISABLED)\s+"?([\w.]+)', re.MULTILINE)
RELEASE_LEVELS = {
    "PY_RELEASE_LEVEL_ALPHA": "alpha",
    "PY_RELEASE_LEVEL_BETA": "beta",
    "PY_RELEASE_LEVEL_GAMMA": "candidate",
    "PY_RELEASE_LEVEL_FINAL": "final",
}


def describe_python(tree: Tree, *, version: str | None = None) -> TargetPython:
    """The Python of a prefix or package; `version` (`3.13`, `3.13t`) chooses among several.

    Raises `UsageError` where there is none, or no way to tell which one is meant.
    """
    stdlib = find_stdlib(tree, version)
    if details := details_file(tree, stdlib):
        return _from_details(tree, stdlib, details)
    data = _sysconfigdata(tree, stdlib)
    return _from_values(tree, stdlib, *data) if data else _from_files(tree, stdlib)


def details_file(tree: Tree, stdlib: str) -> str | None:
    """`build-details.json` of a standard library, or what Debian has of it, if there is one.

    Debian's is named for ABI flags and platform, as `build-details..aarch64-linux-gnu.json`, and
    may lie beside one of a debug build; of several platforms in one prefix none is taken.
    """
    if tree.has(f"{stdlib}/{DETAILS}"):
        return f"{stdlib}/{DETAILS}"
    names = tree.find(f"{stdlib}/build-details.*.json")
    release = [name for name in names if DEBIAN_DETAILS.fullmatch(name.rpartition("/")[2])]
    return release[0] if len(release) == 1 else None


def find_stdlib(tree: Tree, version: str | None = None) -> str:
    """Folder of the standard library, relative to the prefix; raises as `describe_python` does."""
    folders = {f"{match[1]}{match[2]}": name for name, match in _stdlibs(tree)}
    if version is None and len(folders) == 1:
        return next(iter(folders.values()))
    if version in folders:
        return folders[version]
    if not folders:
        raise UsageError(
            f"{tree.label!r} has no Python: there is no lib/python3.*",
            hint="name the prefix, the folder that holds bin and lib, or a python package",
        )
    wanted = f"no Python {version!r}" if version else "several Pythons"
    raise UsageError(
        f"{tree.label!r} has {wanted}",
        hint=f"choose with --python: {', '.join(sorted(folders))}",
    )


def from_sysconfigdata(tree: Tree, stdlib: str) -> TargetPython | None:
    """What `_sysconfigdata` says, whatever else there is; `None` without one."""
    data = _sysconfigdata(tree, stdlib)
    return _from_values(tree, stdlib, *data) if data else None


def platform_of_multiarch(multiarch: str, where: str) -> Platform:
    """The row for Debian's triplet; raises `UsageError` for one that no row has."""
    for row in TABLE:
        if row.debian_triplet == multiarch:
            return row
    raise UsageError(
        f"condax knows no platform {multiarch!r}",
        hint="see `condax platforms` for those it knows",
        where=where,
    )


def _stdlibs(tree: Tree) -> list[tuple[str, re.Match[str]]]:
    """Folders that describe a Python; an empty `lib/python3.1` does not count."""
    names = [*tree.find("lib/python3.*"), *tree.find("lib64/python3.*")]
    found = [(name, match) for name in names if (match := STDLIB.fullmatch(name))]
    marks = (DETAILS, "os.py", "lib-dynload", "_sysconfigdata_*.py", "config-*")
    return [pair for pair in found if any(tree.find(f"{pair[0]}/{mark}") for mark in marks)]


def _sysconfigdata(tree: Tree, stdlib: str) -> tuple[str, Mapping[str, Value]] | None:
    """The file that the interpreter reads by default, else the first one."""
    names = tree.find(f"{stdlib}/_sysconfigdata_*.py")
    parsed = {n: parse_sysconfigdata(tree.read(n).decode("utf-8", "replace"), n) for n in names}
    for name, values in parsed.items():
        flags, machine, multiarch = (values.get(n) for n in ("ABIFLAGS", "MACHDEP", "MULTIARCH"))
        if name.endswith(f"/_sysconfigdata_{flags}_{machine}_{multiarch}.py"):
            return name, values
    return next(iter(parsed.items()), None)


def _from_values(tree: Tree, stdlib: str, name: str, values: Mapping[str, Value]) -> TargetPython:
    multiarch = str(values.get("MULTIARCH", ""))
    row = platform_of_multiarch(multiarch, name)
    headers = str(values["INCLUDEPY"])
    prefix = str(values.get("prefix", ""))
    language = str(values["VERSION"])
    flags = str(values.get("ABIFLAGS", ""))
    return TargetPython(
        described_by=DescribedBy.SYSCONFIGDATA,
        source=name,
        version=_version(tree, headers.removeprefix(f"{prefix}/"), language),
        platform=_platform_name(row),
        subdir=row.subdir,
        base_prefix=prefix,
        stdlib=stdlib,
        abi_flags=flags,
        multiarch=multiarch,
        extension_suffix=str(values["EXT_SUFFIX"]),
        headers=headers,
        pkgconfig_path=str(values["LIBPC"]) if values.get("LIBPC") else None,
        libraries=_libraries(tree, prefix, values),
        stable_abi_suffix=None if "t" in flags else ".abi3.so",
    )


def _libraries(tree: Tree, prefix: str, values: Mapping[str, Value]) -> Libraries:
    """Only files that are there: a conda package has a shared library that its data deny.

    Debian's 3.9 has it in a folder for the platform below the one that its data name.
    """
    folder, version = str(values["LIBDIR"]), values.get("LDVERSION", values["VERSION"])
    folders = (folder, f"{folder}/{values.get('MULTIARCH', '')}".rstrip("/"))
    stable = (f"libpython3{values.get('ABIFLAGS', '')}.so", "libpython3.so")
    places = {
        "dynamic": [f"{each}/libpython{version}.so.1.0" for each in folders],
        "dynamic_stableabi": [f"{each}/{name}" for each in folders for name in stable],
        "static": [
            f"{each}/libpython{version}.a" for each in (values.get("LIBPL", folder), *folders)
        ],
    }
    found = {
        kind: next((path for path in paths if tree.has(path.removeprefix(f"{prefix}/"))), None)
        for kind, paths in places.items()
    }
    if found["dynamic"] is None:
        found["dynamic_stableabi"] = None
    return Libraries(**found, link_extensions=bool(values.get("LIBPYTHON")))


def _from_details(tree: Tree, stdlib: str, name: str) -> TargetPython:
    try:
        document: dict[str, Any] = json.loads(tree.read(name))
        info = document["language"].get("version_info") or document["implementation"]["version"]
        implementation = document["implementation"]["name"]
        multiarch = document["implementation"].get("_multiarch", "")
        abi, c_api = document["abi"], document.get("c_api", {})
        flags = "".join(abi["flags"])
        language = "{major}.{minor}".format_map(info)
        # CPython writes its suffixes only where its own library is shared, see its pull request
        # 130069: conda-forge's 3.14 has none.
        if "extension_suffix" not in abi and implementation == "cpython" and multiarch:
            abi = _suffixes(language, flags, multiarch)
        row = _row_of(multiarch, document["platform"], name)
        return TargetPython(
            described_by=DescribedBy.BUILD_DETAILS,
            source=name,
            version=PythonVersion(**info),
            # Empty in some, and autoconf's name of the processor in what was cross-compiled.
            platform=_platform_name(row),
            subdir=row.subdir,
            base_prefix=document["base_prefix"],
            stdlib=stdlib,
            abi_flags=flags,
            multiarch=multiarch,
            extension_suffix=abi["extension_suffix"],
            stable_abi_suffix=abi.get("stable_abi_suffix"),
            headers=c_api.get("headers", ""),
            pkgconfig_path=c_api.get("pkgconfig_path"),
            libraries=Libraries(**document.get("libpython", {})),
            implementation=implementation,
        )
    except (ValueError, TypeError, LookupError, AttributeError) as e:
        raise VerificationError(
            f"{name.rpartition('/')[2]} does not describe a Python: {type(e).__name__}: {e}",
            hint="see what is wrong with it: condax target-info --check",
            where=f"{tree.label}/{name}",
        ) from e


def _row_of(multiarch: str, platform: str, where: str) -> Platform:
    for row in TABLE:
        if row.os is Os.LINUX and platform == _platform_name(row):
            return row
    return platform_of_multiarch(multiarch, where)


def _from_files(tree: Tree, stdlib: str) -> TargetPython:
    """Folder names and headers: what is left where neither description was installed."""
    match = STDLIB.fullmatch(stdlib)
    assert match is not None
    language, flags = match[1], match[2]
    multiarch = _multiarch(tree, stdlib)
    row = platform_of_multiarch(multiarch, stdlib)
    headers = f"include/python{language}{flags}"
    suffixes = _suffixes(language, flags, multiarch)
    values: dict[str, Value] = {"LIBDIR": "/lib", "VERSION": language, "ABIFLAGS": flags}
    return TargetPython(
        described_by=DescribedBy.FILES,
        source=headers,
        version=_version(tree, headers, language),
        platform=_platform_name(row),
        subdir=row.subdir,
        base_prefix="",
        stdlib=stdlib,
        abi_flags=flags,
        multiarch=multiarch,
        extension_suffix=suffixes["extension_suffix"],
        headers=f"/{headers}",
        libraries=_libraries(tree, "", {**values, "LDVERSION": language + flags}),
        stable_abi_suffix=suffixes.get("stable_abi_suffix"),
    )


def _suffixes(language: str, flags: str, multiarch: str) -> dict[str, str]:
    """Those of every CPython on Linux, under the names that PEP 739 has for them."""
    suffix = f".cpython-{language.replace('.', '')}{flags}-{multiarch}.so"
    stable = {} if "t" in flags else {"stable_abi_suffix": ".abi3.so"}
    return {"extension_suffix": suffix, **stable}


def _multiarch(tree: Tree, stdlib: str) -> str:
    """From the names of extension modules, of the Makefile's folder, or of Debian's headers."""
    for name in tree.find(f"{stdlib}/lib-dynload/*.so"):
        if match := DYNLOAD.search(name):
            return match[4]
    language = stdlib.rpartition("/python")[2]
    for name in tree.find(f"{stdlib}/config-{language}-*"):
        return name.partition(f"config-{language}-")[2]
    for name in tree.find(f"include/*/python{language}"):
        return name.split("/")[1]
    raise UsageError(
        f"nothing in {tree.label!r} tells which platform its Python is for",
        hint="install the package with its extension modules, such as libpython3.13-stdlib",
    )


def _version(tree: Tree, headers: str, language: str) -> PythonVersion:
    """Numbers of `patchlevel.h`; without headers a micro version of 0."""
    major, minor = (int(part) for part in language.split("."))
    name = f"{headers}/patchlevel.h"
    if not tree.has(name):
        return PythonVersion(major=major, minor=minor, micro=0)
    found = {key.decode(): value.decode() for key, value in DEFINITION.findall(tree.read(name))}
    return PythonVersion(
        major=int(found["PY_MAJOR_VERSION"]),
        minor=int(found["PY_MINOR_VERSION"]),
        micro=int(found["PY_MICRO_VERSION"]),
        releaselevel=RELEASE_LEVELS[found["PY_RELEASE_LEVEL"]],
        serial=int(found["PY_RELEASE_SERIAL"]),
    )


def _platform_name(row: Platform) -> str:
    """As `sysconfig.get_platform()` makes it from `uname`."""
    return f"{row.os.value}-{row.kernel_arch}"
