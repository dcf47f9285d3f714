from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from condax.python import describe_python, lint_build_details, open_tree
from condax.python.details import build_details

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STDLIB = "lib/python3.12"


@pytest.fixture
def findings(prefix: Path) -> Callable[..., list[tuple[str, str]]]:
    """Name and message of what is found when a valid document is changed."""

    def lint(change: Callable[[dict[str, Any]], object]) -> list[tuple[str, str]]:
        document = build_details(describe_python(open_tree(prefix)))
        change(document)
        (prefix / STDLIB / "build-details.json").write_text(json.dumps(document))
        found = lint_build_details(open_tree(prefix), STDLIB)
        assert {each.path for each in found} <= {f"{STDLIB}/build-details.json"}
        return [(each.name, each.message) for each in found]

    return lint


def test_a_right_document_has_no_findings(findings: Callable[..., object]) -> None:
    assert findings(lambda _: None) == []


def test_a_missing_document_has_no_findings(prefix: Path) -> None:
    assert lint_build_details(open_tree(prefix), STDLIB) == ()


def test_an_empty_platform_is_found(findings: Callable[..., object]) -> None:
    assert findings(lambda d: d.update(platform="")) == [
        ("details-empty-platform", "`platform` is empty")
    ]


def test_headers_that_are_not_there_are_found(findings: Callable[..., object]) -> None:
    assert findings(lambda d: d.update(c_api={"headers": "/include/python3.13"})) == [
        (
            "details-missing-file",
            "`c_api.headers` names /include/python3.13, where there is no"
            " include/python3.13/Python.h",
        )
    ]


def test_a_library_that_is_not_there_is_found(findings: Callable[..., object]) -> None:
    assert findings(lambda d: d["libpython"].update(static="/lib/libpython3.12.a")) == [
        (
            "details-missing-file",
            "`libpython.static` names /lib/libpython3.12.a, where there is no lib/libpython3.12.a",
        )
    ]


def test_a_suffix_that_no_module_has_is_found(findings: Callable[..., object]) -> None:
    suffix = ".cpython-312-x86_64-linux-gnu.so"
    assert findings(lambda d: d["abi"].update(extension_suffix=suffix)) == [
        (
            "details-wrong-suffix",
            "`abi.extension_suffix` is '.cpython-312-x86_64-linux-gnu.so', lib-dynload has"
            " '.cpython-312-powerpc64le-linux-gnu.so'",
        )
    ]


def test_suffixes_of_the_python_that_wrote_the_file_are_found(
    findings: Callable[..., object],
) -> None:
    listed = [".cpython-312-x86_64-linux-gnu.so", ".so"]
    assert findings(lambda d: d["suffixes"].update(extensions=listed)) == [
        (
            "details-wrong-suffix",
            f"`suffixes.extensions` is {listed!r}, lib-dynload has"
            " '.cpython-312-powerpc64le-linux-gnu.so'",
        )
    ]


def test_what_the_schema_forbids_is_found_alone(findings: Callable[..., object]) -> None:
    assert findings(lambda d: d.pop("platform")) == [("details-schema", "platform is missing")]


def test_a_file_that_is_no_json_is_found(prefix: Path) -> None:
    (prefix / STDLIB / "build-details.json").write_text("{")
    [found] = lint_build_details(open_tree(prefix), STDLIB)
    assert (found.code, found.name) == ("CP101", "details-unreadable")


def test_a_sysconfigdata_that_disagrees_is_found(
    prefix: Path, findings: Callable[..., object]
) -> None:
    values = {
        "MULTIARCH": "powerpc64le-linux-gnu",
        "INCLUDEPY": "/include/python3.12",
        "VERSION": "3.12",
        "EXT_SUFFIX": ".cpython-312-powerpc64le-linux-gnu.so",
        "LIBDIR": "/lib",
    }
    path = prefix / STDLIB / "_sysconfigdata__linux_powerpc64le-linux-gnu.py"
    path.write_text(f"build_time_vars = {values!r}\n")

    def move(document: dict[str, Any]) -> None:
        document["platform"] = "linux-aarch64"

    assert findings(move) == [
        ("details-disagree", "`platform` is 'linux-aarch64', _sysconfigdata has 'linux-ppc64le'")
    ]
