from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

from condax.audit import (
    all_checks,
    audit_artifact,
    check_names,
    context_for,
    load_artifact,
    run_checks,
)
from condax.audit.engine import check
from condax.diagnostics import Severity
from condax.errors import UsageError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.audit import Check
    from condax.diagnostics import Diagnostic

CHECKS = all_checks()
FOLDER = Path(__file__).parent / "checks"


def test_codes_and_names_are_unique() -> None:
    assert len({each.code for each in CHECKS}) == len({each.name for each in CHECKS}) == len(CHECKS)


def test_a_code_cannot_be_used_twice() -> None:
    with pytest.raises(ValueError, match="CV101 is already the check 'wrong-elf-machine'"):
        check("CV101", severity=Severity.ERROR)(CHECKS[1].run)


@pytest.mark.parametrize("each", CHECKS, ids=lambda each: each.name)
def test_every_check_is_documented(each: Check) -> None:
    headings = [line for line in each.docs.splitlines() if line.startswith("## ")]
    assert headings == ["## Why", "## Bad", "## Fix"]
    assert each.docs.splitlines()[0].endswith(".")
    assert each.code.startswith("CV1")


def test_every_check_has_a_test_module() -> None:
    tested = {path.stem.removeprefix("test_").replace("_", "-") for path in FOLDER.glob("test_*")}
    assert tested == {each.name for each in CHECKS}


def test_a_sound_package_has_no_findings(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    program = make_elf(
        type=2,
        interp="/lib/ld-linux-aarch64.so.1",
        needed=("libtool.so.1", "libm.so.6", "libc.so.6", "ld-linux-aarch64.so.1"),
        rpath="$ORIGIN/../lib",
        versions=(("libc.so.6", "GLIBC_2.17", "read"),),
    )
    files = {
        "bin/tool": program,
        "include/tool.h": "int tool(void);\n",
        "lib/libtool.so": PurePosixPath("libtool.so.1"),
        "lib/libtool.so.1": make_elf(soname="libtool.so.1"),
        "lib/pkgconfig/tool.pc": "prefix=${pcfiledir}/../..\nLibs: -L${prefix}/lib -ltool\n",
        "info/run_exports.json": '{"weak": ["tool >=1.0,<2.0a0"]}',
    }
    assert names(files) == []


def test_findings_are_sorted_by_file(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    files = {"lib/b.so": make_elf(machine=62), "lib/a.so": make_elf(stack_flags=7, textrel=True)}
    assert [(each.path, each.code) for each in audit(files)] == [
        ("lib/a.so", "CV110"),
        ("lib/a.so", "CV111"),
        ("lib/b.so", "CV101"),
    ]


def test_ignored_checks_are_not_run(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    ignored = check_names(["executable-stack"])
    assert names({"lib/a.so": make_elf(stack_flags=7)}, context={"ignored": ignored}) == []


def test_an_unknown_check_gets_a_suggestion() -> None:
    with pytest.raises(UsageError, match="unknown audit check 'executable-stak'") as caught:
        check_names(["executable-stak"])
    assert caught.value.hint == "did you mean 'executable-stack'?"


def test_a_name_like_none_gets_the_list() -> None:
    with pytest.raises(UsageError) as caught:
        check_names(["?"])
    assert "text-relocation" in caught.value.hint


def test_errors_are_required_to_be_none(
    make_package: Callable[..., Path], make_elf: Callable[..., bytes]
) -> None:
    path = make_package({"lib/a.so": make_elf(stack_flags=7, textrel=True)})
    report = audit_artifact(path, context=context_for(load_artifact(path)))
    assert [each.name for each in report.errors] == ["executable-stack"]
    with pytest.raises(VerificationError, match="failed the audit with 1 error") as caught:
        report.require_passed()
    assert len(caught.value.diagnostics) == 2


def test_warnings_pass(make_package: Callable[..., Path], make_elf: Callable[..., bytes]) -> None:
    artifact = load_artifact(make_package({"lib/a.so": make_elf(textrel=True)}))
    report = run_checks(artifact, replace(context_for(artifact)))
    assert len(report.diagnostics) == 1
    report.require_passed()


def test_auditing_needs_neither_lief_nor_rich(make_package: Callable[..., Path]) -> None:
    program = (
        "import sys; from pathlib import Path; from condax.audit import *;"
        "a = load_artifact(Path(sys.argv[1])); run_checks(a, context_for(a));"
        "sys.exit(bool({'lief', 'rich', 'rattler_build'} & set(sys.modules)))"
    )
    path = make_package({"lib/a.txt": "text"})
    done = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert done.returncode == 0
