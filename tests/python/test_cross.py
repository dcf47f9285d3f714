"""`cross-python_<target>` as packages: what a solver and a shell see of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from condax.platforms import current_platform, get_platform
from condax.python.cross import VERSIONS, CrossPython, render_activate
from condax.toolchain import ensure_toolchain

if TYPE_CHECKING:
    from pathlib import Path

TARGETS = ("linux-aarch64", "linux-ppc64le")


@pytest.mark.parametrize(
    ("python", "spec"),
    [
        (CrossPython(minor=10), "python 3.10.* *_cpython"),
        (CrossPython(minor=12), "python 3.12.* *_cpython"),
        (CrossPython(minor=13), "python 3.13.* *_cp313"),
        (CrossPython(minor=14, flags="t"), "python 3.14.* *_cp314t"),
    ],
)
def test_specs_are_conda_forges(python: CrossPython, spec: str) -> None:
    assert python.spec == spec


def test_the_script_of_a_build_without_the_global_lock_names_its_folders() -> None:
    text = render_activate(get_platform("linux-aarch64"), CrossPython(minor=13, flags="t"))
    assert '/bin/python3.13t" -I -S' in text
    assert 'PYO3_CROSS_LIB_DIR="${PREFIX}/lib/python3.13t"' in text
    assert 'PYO3_CROSS_PYTHON_VERSION="3.13"' in text
    assert "@" not in text


@pytest.fixture(scope="module")
def records(toolchain_cache: Path) -> list[dict[str, Any]]:
    """Metadata of the toolchain's packages for two foreign targets and the machine itself."""
    toolchain = ensure_toolchain(
        build=current_platform(),
        targets=[current_platform(), *map(get_platform, TARGETS)],
        cache=toolchain_cache,
    )
    index = toolchain.channel / current_platform().subdir / "repodata.json"
    return list(json.loads(index.read_text(encoding="utf-8"))["packages.conda"].values())


@pytest.mark.integration
@pytest.mark.parametrize("target", TARGETS)
def test_every_version_has_a_package_for_every_foreign_target(
    records: list[dict[str, Any]], target: str
) -> None:
    found = {
        (record["version"], record["build"].partition("_0_")[2]): record["depends"]
        for record in records
        if record["name"] == f"cross-python_{target}"
    }
    assert found == {
        (python.language, python.build_tag): ["condax-cross-python ==1", python.spec]
        for python in VERSIONS
    }


@pytest.mark.integration
def test_the_machine_itself_needs_no_cross_python(records: list[dict[str, Any]]) -> None:
    names = {record["name"] for record in records}
    assert f"cross-python_{current_platform()}" not in names
    assert "condax-cross-python" in names


@pytest.mark.integration
def test_no_package_brings_gcc(records: list[dict[str, Any]]) -> None:
    depends = {d for r in records if "cross-python" in r["name"] for d in r["depends"]}
    assert {spec.split()[0] for spec in depends} == {"condax-cross-python", "python"}
