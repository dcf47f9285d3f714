from __future__ import annotations

import dataclasses
import json
import tarfile
from typing import TYPE_CHECKING

import pytest

from condax.audit import context_for, load_artifact, run_checks
from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from condax.diagnostics import Diagnostic


BUILD = "/home/me/output/bld/rattler-build_tool_1700000000/build_env"
HOST = "/home/me/output/bld/rattler-build_tool_1700000000/host_env_placehold_placehold_pl"
WORK = "/home/me/output/bld/rattler-build_tool_1700000000/work"


def test_a_build_prefix_in_a_pkg_config_file_is_an_error(
    audit: Callable[..., tuple[Diagnostic, ...]],
) -> None:
    text = f"prefix=${{pcfiledir}}/../..\nLibs: -L{BUILD}/lib -ltool\n"
    (found,) = audit({"lib/pkgconfig/tool.pc": text})
    assert (found.name, found.path) == ("build-path-left", "lib/pkgconfig/tool.pc")
    assert found.severity is Severity.ERROR
    assert found.message == f"line 2 names the build folder {BUILD!r}"


@pytest.mark.parametrize(
    ("name", "content", "severity"),
    [
        ("bin/tool-config", f"#!/bin/sh\necho -L{BUILD}/lib\n", Severity.ERROR),
        ("lib/cmake/tool/tool.cmake", f"set(CC {BUILD}/bin/cc)\n", Severity.ERROR),
        ("bin/tool", f"#!{BUILD}/bin/perl\n", Severity.ERROR),
        ("lib/tool/settings.json", f"root={HOST}/share", Severity.ERROR),
        ("lib/tool/module.pyc", f"\0\0{WORK}/module.py\0", Severity.WARNING),
        ("lib/tool/notes.txt", f"built in {WORK}\n", Severity.WARNING),
        ("lib/libtool.a", f"\0{WORK}/tool.c\0", Severity.WARNING),
        (
            "lib/python3.13/_sysconfigdata__linux_aarch64-linux-gnu.py",
            f"build_time_vars = {{'CC': '{BUILD}/bin/cc'}}\n",
            Severity.WARNING,
        ),
    ],
    ids=["config", "cmake", "shebang", "host-prefix", "pyc", "text", "binary", "python"],
)
def test_severity_is_that_of_what_it_breaks(
    name: str,
    content: str,
    severity: Severity,
    audit: Callable[..., tuple[Diagnostic, ...]],
) -> None:
    (found,) = audit({name: content})
    assert (found.name, found.severity) == ("build-path-left", severity)


def test_byte_code_may_name_the_host_prefix(names: Callable[..., list[str]]) -> None:
    assert names({"lib/tool/module.pyc": f"\0\0{HOST}/module.py\0"}) == []


def test_host_prefix_leak_is_reported_once_per_file(names: Callable[..., list[str]]) -> None:
    text = f"a={HOST}/lib\nb={HOST}/bin\n"
    assert names({"lib/a.txt": text, "lib/b.txt": text}) == ["build-path-left"] * 2


def test_given_folders_are_searched(names: Callable[..., list[str]]) -> None:
    files = {"lib/tool/notes.txt": "built in /b/env\n"}
    assert names(files) == []
    assert names(files, context={"build_paths": ("/b/env",)}) == ["build-path-left"]


def test_the_declared_placeholder_passes(write_archive: Callable[..., Path]) -> None:
    text = f"prefix={HOST}\n".encode()
    entry = {"_path": "lib/pkgconfig/tool.pc", "prefix_placeholder": HOST, "file_mode": "text"}
    paths = json.dumps({"paths": [entry]}).encode()
    members = [
        (tarfile.TarInfo("info/paths.json"), paths),
        (tarfile.TarInfo("lib/pkgconfig/tool.pc"), text),
    ]
    artifact = load_artifact(write_archive(*members))
    context = dataclasses.replace(context_for(artifact), build_paths=(HOST, BUILD))
    assert run_checks(artifact, context).diagnostics == ()


@pytest.mark.parametrize(
    ("name", "line", "path"),
    [
        ("lib/pkgconfig/tool.pc", "libdir=/usr/lib", "/usr/lib"),
        ("lib/pkgconfig/tool.pc", "prefix=/usr", "/usr"),
        ("lib/pkgconfig/tool.pc", "Cflags: -I/usr/include/x", "/usr/include/x"),
        ("lib/libtool.la", "dependency_libs=' /usr/local/lib/libz.la'", "/usr/local/lib/libz.la"),
        ("bin/tool-config", "libs='-L/usr/lib -ltool'", "/usr/lib"),
        ("bin/tool-config", "  echo -I/usr/include", "/usr/include"),
        ("lib/cmake/tool/toolConfig.cmake", "set(DIR /usr/include)", "/usr/include"),
        ("lib/cmake/tool/tool-targets-release.cmake", 'set(L "/usr/lib/libz.so")', "/usr/lib"),
    ],
)
def test_usr_in_what_other_builds_read_is_an_error(
    name: str, line: str, path: str, audit: Callable[..., tuple[Diagnostic, ...]]
) -> None:
    (found,) = audit({name: f"first\n{line}\n{line}\n"})
    assert (found.name, found.severity) == ("build-path-left", Severity.ERROR)
    assert found.message == f"line 2 uses {path!r} of the build machine"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("lib/pkgconfig/tool.pc", "includedir=${prefix}/usr/include"),
        ("lib/pkgconfig/tool.pc", "# moved from /usr/lib"),
        ("bin/tool-config", "#!/usr/bin/env sh"),
        ("bin/tool-config", 'if test "$includedir" != /usr/include; then'),
        ("bin/ncurses6-config", '\t\tLIBDIRS="/usr/lib"'),
        ("lib/cmake/tool/toolConfig.cmake", "# symbolic link such as /lib -> /usr/lib."),
        ("share/cmake/Modules/FindTool.cmake", "find_library(TOOL PATHS /usr/lib)"),
        ("lib/tool/notes.txt", "looks in /usr/lib"),
        ("lib/pkgconfig/tool.pc", "libdir=/opt/usr/lib"),
    ],
)
def test_usr_elsewhere_passes(name: str, line: str, names: Callable[..., list[str]]) -> None:
    assert names({name: f"first\n{line}\n"}) == []
