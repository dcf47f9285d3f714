from __future__ import annotations

import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.build.external import ExternalTools, external_names, found_paths, missing_tool
from condax.build.external_tools import TABLE
from condax.build.model import Job, Requirements
from condax.channel.archive import read_index
from condax.errors import ToolFailedError
from condax.platforms import Platforms, current_platform, get_platform

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = current_platform()


class NoChannel:
    def missing(self, names: set[str], platform: object) -> tuple[str, ...]:
        del platform
        return tuple(sorted(names))


def job(*build: str) -> Job:
    target = get_platform("linux-aarch64")
    return Job(
        recipe=Path("recipe.yaml"),
        name="a",
        version="1.0",
        build="h0_0",
        platforms=Platforms(build=HERE, host=target, target=target),
        variant={},
        config={},
        requirements=Requirements(build=build),
    )


def tool(folder: Path, name: str, says: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> ExternalTools:
    """A machine whose PATH holds what the test puts into `bin`."""
    path = f"{tmp_path / 'bin'}:/usr/bin:/bin"
    return ExternalTools(folder=tmp_path / "external", platform=HERE, env={"PATH": path})


def contents(package: Path, folder: Path) -> Path:
    from rattler.package_streaming import extract

    extract(package, folder)
    return folder


def test_a_tool_becomes_a_package_of_its_own_version(
    machine: ExternalTools, tmp_path: Path
) -> None:
    tool(tmp_path / "bin", "make", "GNU Make 9.8.7")
    found = machine.find("make")
    assert found is not None
    package = machine.package(found)
    assert package.name == "make-9.8.7-external_0.conda"
    assert read_index(package)["subdir"] == HERE.subdir
    folder = contents(package, tmp_path / "made")
    assert (folder / "bin/make").readlink() == tmp_path / "bin/make"
    assert (folder / "bin/gmake").readlink() == tmp_path / "bin/make"


def test_a_package_is_made_once_until_the_tool_changes(
    machine: ExternalTools, tmp_path: Path
) -> None:
    tool(tmp_path / "bin", "make", "GNU Make 1.0")
    first = machine.find("make")
    assert first is not None
    made = machine.package(first)
    stamp = made.stat().st_mtime_ns
    assert machine.package(first) == made
    assert made.stat().st_mtime_ns == stamp
    tool(tmp_path / "bin", "make", "GNU Make 2.0.1")
    second = machine.find("make")
    assert second is not None
    assert machine.package(second).name == "make-2.0.1-external_0.conda"


def test_pkg_config_of_the_machine_searches_the_host_prefix_only(
    machine: ExternalTools, tmp_path: Path
) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "pkg-config").write_text("#!/bin/sh\necho 1.8.1 $PKG_CONFIG_LIBDIR\n")
    (folder / "pkg-config").chmod(0o755)
    found = machine.find("pkg-config")
    assert found is not None
    made = contents(machine.package(found), tmp_path / "made")
    said = subprocess.run(
        [made / "bin/pkg-config"],
        env={"PREFIX": "/prefix", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "1.8.1 /prefix/lib/pkgconfig:/prefix/share/pkgconfig\n"


@pytest.mark.parametrize(
    ("kind", "told"), [("go-nocgo", "linux arm64 0 /src/.go"), ("go-cgo", "/src/.go")]
)
def test_go_compiles_for_what_its_name_or_the_c_compiler_says(
    machine: ExternalTools, tmp_path: Path, kind: str, told: str
) -> None:
    tool(tmp_path / "bin", "go", "go version go1.21.2 linux/amd64")
    found = machine.find(f"{kind}_linux-aarch64")
    assert found is not None
    assert machine.version(found) == "1.21.2"
    made = contents(machine.package(found), tmp_path / "made")
    (tmp_path / "bin/go").write_text("#!/bin/sh\necho $GOOS $GOARCH $CGO_ENABLED $GOPATH\n")
    env = {"SRC_DIR": "/src", "PATH": "/usr/bin:/bin"}
    said = subprocess.run([made / "bin/go"], env=env, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == told


def test_rust_is_there_for_platforms_with_its_standard_library(
    require: Callable[[str], str], tmp_path: Path
) -> None:
    require("cargo")
    here = ExternalTools(folder=tmp_path, platform=HERE, env={"PATH": "/usr/bin:/bin"})
    found = here.find(f"rust_{HERE.subdir}")
    assert found is not None
    assert {path.name for path in found.paths.values()} >= {"rustc", "cargo"}
    missing = replace(found.row, files=(("share/libstd.rlib", ("/nowhere/libstd-*.rlib",)),))
    assert found_paths(missing, "/usr/bin:/bin") == {}


def test_a_channel_holds_what_was_asked_for_and_nothing_else(
    machine: ExternalTools,
    tmp_path: Path,
    index_of: Callable[[Path, str], dict[str, object]],
) -> None:
    for name in ("make", "m4"):
        tool(tmp_path / "bin", name, f"GNU {name} 1.0")
    made = machine.channel(["make"])
    assert machine.channel(["make"]) == made
    assert made.tools == (f"make 1.0 ({tmp_path}/bin/make)",)
    channel = Path(made.url.removeprefix("file://"))
    assert [*index_of(channel, HERE.subdir)] == ["make-1.0-external_0.conda"]
    assert index_of(channel, "noarch") == {}


def test_a_tool_that_does_not_tell_its_version_is_an_error(
    machine: ExternalTools, tmp_path: Path
) -> None:
    tool(tmp_path / "bin", "make", "no numbers here")
    found = machine.find("make")
    assert found is not None
    with pytest.raises(ToolFailedError, match="does not tell its version"):
        machine.version(found)


def test_programs_that_choose_by_the_home_folder_are_passed_over(tmp_path: Path) -> None:
    tool(tmp_path / "shims", "make", "GNU Make 1.0")
    machine = ExternalTools(folder=tmp_path, platform=HERE, env={"PATH": str(tmp_path / "shims")})
    assert machine.find("make") is None


def test_programs_of_wheels_are_found_behind_those_of_path(tmp_path: Path) -> None:
    tool(tmp_path / "scripts", "meson", "1.2.3")
    machine = ExternalTools(
        folder=tmp_path, platform=HERE, env={"PATH": "/nowhere"}, scripts=tmp_path / "scripts"
    )
    found = machine.find("meson")
    assert found is not None
    assert found.main == tmp_path / "scripts/meson"


def test_a_name_that_is_no_tool_is_not_found(machine: ExternalTools) -> None:
    assert machine.find("libpng") is None


def test_what_the_plan_makes_for_the_machine_is_not_external() -> None:
    wanted = job("make", "tic", "data")
    made = {("tic", HERE.subdir), ("data", "noarch"), ("make", "linux-aarch64")}
    assert external_names(wanted, made, NoChannel()) == ("make",)  # type: ignore[arg-type] # all that is asked


def test_a_missing_tool_names_channel_option_and_system_package() -> None:
    error = missing_tool(job(), ["ninja", "autoconf"], ["file:///output"])
    assert "'ninja', 'autoconf'" in str(error)
    assert error.hint == (
        "add a channel that has it: -c conda-forge; or install it:"
        " apt install ninja-build autoconf (or pip install ninja)"
    )
    assert error.where == "channels: file:///output"


def test_names_of_the_table_are_sorted_and_unique() -> None:
    names = [row.name for row in TABLE]
    assert names == sorted(set(names))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_every_row_can_be_asked_and_says_how_to_install_it(row: object) -> None:
    from condax.build.external_tools import ExternalTool

    assert isinstance(row, ExternalTool)
    assert row.programs or row.files
    assert any("@" in word for word in row.ask)
    assert re.compile(row.answer).groups == 1
    assert row.debian


@pytest.mark.integration
def test_tools_that_are_here_tell_a_version(tmp_path: Path) -> None:
    here = ExternalTools(folder=tmp_path, platform=HERE, env=dict(os.environ))
    found = {row.name: tool for row in TABLE if (tool := here.find(row.name))}
    versions = {name: here.version(tool) for name, tool in found.items()}
    assert {"make", "sed", "perl"} <= versions.keys()
    assert [v for v in versions.values() if not re.fullmatch(r"\d[\w.]*", v)] == []
