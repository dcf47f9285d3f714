"""`condax rerender` as a user types it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Golden

    Git = Callable[..., str]

SHAPES = Path(__file__).parent.parent / "rerender" / "shapes"
PINNING = ["--pinning", str(SHAPES / "pinning.yaml")]

CROSS = "build_platform: {linux_aarch64: linux_64, osx_arm64: osx_64, linux_ppc64le: linux_64}\n"
CONFIG = CROSS + "conda_build_tool: rattler-build\ntest: native_and_emulated\n"
NO_KEY = "__migrator: {operation: key_add}\nmigrator_ts: 1\nzlib: [2]\n"
RECIPE = """\
package: {name: tool, version: "1.0"}
build:
  skip: match(python, "<3.12")
requirements:
  build: ['${{ compiler("c") }}']
  host: [python]
"""


@pytest.fixture
def feedstock(tmp_path: Path) -> Path:
    folder = tmp_path / "tool-feedstock"
    (folder / "recipe").mkdir(parents=True)
    (folder / "conda-forge.yml").write_text(CONFIG)
    (folder / "recipe" / "recipe.yaml").write_text(RECIPE)
    return folder


def run(*argv: str | Path) -> int:
    return main(["rerender", *map(str, argv)])


def test_files_are_written_once(feedstock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(feedstock, *PINNING) == 0
    out = capsys.readouterr().out
    assert "new .ci_support/linux_ppc64le_python3.13.____cp313.yaml\n" in out
    assert out.endswith("12 jobs\n")
    assert run(feedstock, *PINNING) == 0
    assert capsys.readouterr().out == "12 jobs; every file is up to date\n"
    assert run(feedstock, *PINNING, "--check") == 0


def test_check_fails_and_names_the_files(
    feedstock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(feedstock, *PINNING)
    (feedstock / "README.md").write_text("mine")
    (feedstock / ".travis.yml").write_text("")
    capsys.readouterr()
    assert run(feedstock, *PINNING, "--check") == 8
    assert capsys.readouterr().err == (
        ".travis.yml: not needed\nREADME.md: not up to date\nrun `condax rerender`\n"
    )
    assert (feedstock / "README.md").read_text() == "mine"


def test_diff_writes_nothing(feedstock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(feedstock, *PINNING, "--diff") == 0
    assert "+++ b/build-locally.py\n" in capsys.readouterr().out
    assert not (feedstock / "build-locally.py").exists()


@pytest.mark.golden
def test_dry_run_is_a_table_of_jobs(
    feedstock: Path, capsys: pytest.CaptureFixture[str], golden: Golden
) -> None:
    assert run(feedstock, *PINNING, "--dry-run") == 0
    golden("rerender-dry-run.txt", capsys.readouterr().out)
    assert not (feedstock / ".ci_support").exists()


def test_json_is_for_programs(feedstock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(feedstock, *PINNING, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    job = next(each for each in report["jobs"] if each["target"] == "linux_ppc64le")
    assert job == {
        "name": "linux_ppc64le_python3.12.____cpython",
        "file": ".ci_support/linux_ppc64le_python3.12.____cpython.yaml",
        "target": "linux_ppc64le",
        "build_platform": "linux_64",
        "provider": "github_actions",
        "runner": "ubuntu-latest",
        "tool": "rattler-build",
        "docker_image": "quay.io/condaforge/linux-anvil-x86_64:alma10",
        "mode": "cross",
        "runs_tests": True,
        "why": "`test: native_and_emulated` runs Linux targets under qemu",
        "uploads": True,
        "variant": {"python": "3.12.* *_cpython"},
    }


def test_cross_edits_the_configuration_and_rerenders(
    feedstock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = feedstock / "conda-forge.yml"
    config.write_text("# ours\n\nconda_build_tool: rattler-build\n")
    cross = ["--cross", "linux-aarch64, linux_ppc64le"]
    assert run(feedstock, *PINNING, *cross, "--dry-run", "--diff") == 0
    out = capsys.readouterr().out
    assert "linux_ppc64le  linux_64" in out
    assert "+++ b/conda-forge.yml\n" in out
    assert not (feedstock / "README.md").exists()
    assert run(feedstock, *PINNING, *cross) == 0
    assert config.read_text() == (
        "# ours\n\nbuild_platform:\n  linux_aarch64: linux_64\n  linux_ppc64le: linux_64\n"
        "conda_build_tool: rattler-build\ntest: native_and_emulated\n"
    )
    assert (feedstock / ".ci_support" / "linux_aarch64_python3.13.____cp313.yaml").exists()
    assert run(feedstock, *PINNING, "--check") == 0


def test_cross_says_what_comes_with_it(feedstock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = feedstock / "conda-forge.yml"
    config.write_text("conda_build_tool: rattler-build\nprovider: {linux: None}\ntest: native\n")
    assert run(feedstock, *PINNING, "--cross", "linux-aarch64", "--dry-run") == 0
    said = capsys.readouterr().err
    assert "note: linux_64 is built again: the jobs run on machines of linux_64\n" in said
    assert "note: `test: native` stays" in said


def test_line_ends_of_the_configuration_stay(feedstock: Path) -> None:
    config = feedstock / "conda-forge.yml"
    config.write_bytes(b"conda_build_tool: rattler-build\r\n")
    cross = ["--cross", "linux-aarch64"]
    assert run(feedstock, *PINNING, *cross) == 0
    assert config.read_bytes() == (
        b"build_platform:\r\n  linux_aarch64: linux_64\r\nconda_build_tool: rattler-build\r\n"
        b"test: native_and_emulated\r\n"
    )
    assert run(feedstock, *PINNING, *cross, "--check") == 0


def test_cross_lets_the_linter_correct_the_recipe(
    feedstock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = feedstock / "recipe" / "build.sh"
    script.write_text("#!/bin/sh\n./configure --prefix=$PREFIX\nmake\nmake check\n")
    cross = ["--cross", "linux-aarch64"]
    assert run(feedstock, *PINNING, *cross, "--dry-run") == 0
    assert "4 corrections of the linter\n" in capsys.readouterr().err
    assert run(feedstock, *PINNING, *cross) == 0
    assert f"corrected {script}\n" in capsys.readouterr().out
    assert "CROSSCOMPILING_EMULATOR" in script.read_text()
    assert "share/gnuconfig/config.sub" in script.read_text()
    assert "    - gnuconfig\n" in (feedstock / "recipe" / "recipe.yaml").read_text()


def test_cross_adds_the_requirements_of_a_cross_build(
    feedstock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = feedstock / "recipe" / "recipe.yaml"
    recipe.write_text(RECIPE.replace(": [", ":\n    - ").replace("]", ""))
    assert run(feedstock, *PINNING, "--cross", "linux-aarch64") == 0
    assert f"corrected {recipe}\n" in capsys.readouterr().out
    assert "- cross-python_${{ host_platform }}\n" in recipe.read_text()
    assert "- '${{ stdlib(\"c\") }}'\n" in recipe.read_text()


def test_pending_corrections_are_differences(
    feedstock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cross = ["--cross", "linux-aarch64"]
    assert run(feedstock, *PINNING, *cross) == 0
    script = feedstock / "recipe" / "build.sh"
    script.write_text(text := "#!/bin/sh\nmake\nmake check\n")
    capsys.readouterr()
    assert run(feedstock, *PINNING, *cross, "--check", "--diff") == 8
    said = capsys.readouterr()
    assert said.out.startswith("--- a/recipe/build.sh\n+++ b/recipe/build.sh\n")
    assert said.err.endswith(
        "recipe/build.sh: not up to date\nrun `condax rerender --cross linux-aarch64`\n"
    )
    assert script.read_text() == text
    assert run(feedstock, *PINNING, *cross) == 0
    assert run(feedstock, *PINNING, *cross, "--check") == 0


def test_jobs_are_those_of_the_corrected_recipe(
    feedstock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = feedstock / "recipe" / "recipe.yaml"
    recipe.write_text(RECIPE.replace(": [", ":\n    - ").replace("]", ""))
    assert run(feedstock, *PINNING, "--cross", "linux-aarch64", "--json") == 0
    assert "recipe/recipe.yaml" in json.loads(capsys.readouterr().out)["written"]


def test_nothing_is_corrected_where_rerendering_fails(
    feedstock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = feedstock / "recipe" / "build.sh"
    text = "#!/bin/sh\n./configure --prefix=$PREFIX\nmake\nmake check\n"
    script.write_text(text)
    (feedstock / "recipe" / "variants.yaml").write_text("zip_keys: [[a, b]]\na: [1]\nb: [1, 2]\n")
    before = (feedstock / "conda-forge.yml").read_text()
    assert run(feedstock, *PINNING, "--cross", "linux-aarch64") == 3
    assert "different numbers of values" in capsys.readouterr().err
    assert script.read_text() == text
    assert (feedstock / "conda-forge.yml").read_text() == before


def test_why_there_is_no_pinning_is_said(
    feedstock: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "none").mkdir()
    assert run(feedstock, "--dry-run", "--pinning-channel", tmp_path / "none") == 0
    err = capsys.readouterr().err
    assert "warning: no pinning to be had; only the feedstock's own variant files count: " in err
    assert str(tmp_path / "none") in err


def test_zig_jobs_on_request(feedstock: Path) -> None:
    assert run(feedstock, *PINNING, "--compiler", "zig") == 0
    assert (feedstock / ".github" / "workflows" / "condax-build.yml").exists()


def test_zig_jobs_are_shown_beside_the_standard_ones(
    feedstock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(feedstock, *PINNING, "--compiler", "zig", "--dry-run") == 0
    out = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in out if " condax " in line] == [
        *["linux_aarch64"] * 2,
        *["linux_ppc64le"] * 2,
    ]
    assert out[-1] == "16 jobs"
    assert run(feedstock, *PINNING, "--compiler", "zig", "--json") == 0
    job = json.loads(capsys.readouterr().out)["jobs"][-1]
    assert job["file"] == ".ci_support/zig/linux_ppc64le_python3.13.____cp313.yaml"
    assert (job["tool"], job["docker_image"], job["uploads"]) == ("condax", None, False)
    assert run(feedstock, *PINNING, "--compiler", "zig") == 0
    assert (feedstock / job["file"]).is_file()


def test_zig_jobs_are_turned_off(feedstock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(feedstock, *PINNING, "--compiler", "zig") == 0
    assert run(feedstock, *PINNING, "--check") == 0
    assert run(feedstock, *PINNING, "--compiler", "gcc", "--check") == 8
    assert capsys.readouterr().err.endswith("run `condax rerender --compiler gcc`\n")
    assert run(feedstock, *PINNING, "--compiler", "gcc") == 0
    assert "removed .github/workflows/condax-build.yml\n" in capsys.readouterr().out
    assert not (feedstock / ".ci_support" / "zig").exists()
    assert (feedstock / ".ci_support").is_dir()


def test_zig_without_a_cross_build_is_said(
    feedstock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (feedstock / "conda-forge.yml").write_text("conda_build_tool: rattler-build\n")
    assert run(feedstock, *PINNING, "--compiler", "zig") == 0
    assert "warning: no Linux target is cross-compiled" in capsys.readouterr().err


def test_the_linter_reads_the_edited_configuration(feedstock: Path) -> None:
    script = feedstock / "recipe" / "bld.bat"
    script.write_text(text := "cmake -G Ninja -S . -B build\n")
    assert run(feedstock, *PINNING, "--cross", "linux-aarch64") == 0
    assert script.read_text() == text
    assert run(feedstock, *PINNING, "--cross", "win-arm64") == 0
    assert "%CMAKE_ARGS%" in script.read_text()


def test_a_wrong_configuration_is_shown_and_nothing_is_written(
    feedstock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (feedstock / "conda-forge.yml").write_text(CONFIG + "providr: {}\n")
    assert run(feedstock, *PINNING) == 3
    err = capsys.readouterr().err
    assert "did you mean 'provider'?" in err
    assert "4 | providr: {}\n  | ^^^^^^^\n" in err
    assert not (feedstock / ".ci_support").exists()


@pytest.mark.parametrize("build", ["linux_46", "[linux_64]", "3"])
def test_a_wrong_build_platform_is_shown_where_it_stands(
    feedstock: Path, build: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (feedstock / "conda-forge.yml").write_text(f"build_platform: {{linux_aarch64: {build}}}\n")
    assert run(feedstock, *PINNING) == 3
    assert "--> conda-forge.yml:1:33\n" in capsys.readouterr().err


def test_broken_yaml_is_shown_where_it_breaks(
    feedstock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (feedstock / "conda-forge.yml").write_text("test: all\nprovider: }\n")
    assert run(feedstock, *PINNING) == 3
    err = capsys.readouterr().err
    assert "--> conda-forge.yml:2:11\n" in err
    assert "2 | provider: }\n  |           ^\n" in err


@pytest.mark.parametrize("text", ["zlib: [\n", "__migrator: 1\n", NO_KEY])
def test_a_broken_migration_is_named_with_its_folder(
    feedstock: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = feedstock / ".ci_support" / "migrations"
    folder.mkdir(parents=True)
    (folder / "b.yaml").write_text(text)
    assert run(feedstock, *PINNING) == 3
    assert "--> .ci_support/migrations/b.yaml" in capsys.readouterr().err


def test_warnings_do_not_stop(feedstock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (feedstock / "conda-forge.yml").write_text(CONFIG + "provider: {linux_aarch64: default}\n")
    assert run(feedstock, *PINNING) == 0
    assert "warning[CY105] provider-and-build-platform" in capsys.readouterr().err


def test_a_list_that_conda_build_loses_is_warned_of(
    feedstock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (feedstock / "recipe" / "conda_build_config.yaml").write_text("python: [3.11, 3.12]\n")
    assert run(feedstock, *PINNING, "--dry-run") == 0
    said = capsys.readouterr()
    assert "--> recipe/conda_build_config.yaml:1:9\n" in said.err
    assert "conda-build reads [3.11, 3.12] as a selector: no value stays" in said.err
    assert "python=3.13.* *_cp313" in said.out


def test_a_migration_that_came_too_early_is_warned_of(
    feedstock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = feedstock / ".ci_support" / "migrations"
    folder.mkdir(parents=True)
    (folder / "b.yaml").write_text("__migrator: {wait_for_migrators: [a]}\nzlib: [2]\n")
    assert run(feedstock, *PINNING) == 0
    assert "the migration b.yaml comes after a, which this" in capsys.readouterr().err


@pytest.fixture
def git(feedstock: Path) -> Git:
    def run_git(*argv: str) -> str:
        command = ["git", "-C", str(feedstock), *argv]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    run_git("init", "-q")
    run_git("config", "user.email", "a@example.org")
    run_git("config", "user.name", "a")
    run_git("add", "recipe")
    run_git("commit", "-qm", "recipe")
    return run_git


def test_what_is_rendered_is_staged_and_what_is_removed(feedstock: Path, git: Git) -> None:
    (feedstock / ".travis.yml").write_text("")
    (feedstock / "appveyor.yml").write_text("")
    git("add", "appveyor.yml")
    git("commit", "-qm", "of the past")
    (feedstock / "notes").write_text("mine")
    assert run(feedstock, *PINNING, "--compiler", "zig") == 0
    staged = git("diff", "--cached", "--name-status").splitlines()
    assert "A\t.github/workflows/condax-build.yml" in staged
    assert "A\t.scripts/build_steps.sh" in staged
    assert "D\tappveyor.yml" in staged
    assert "A\tnotes" not in staged
    assert git("ls-files", "conda-forge.yml") == ""


def test_commit_has_what_earlier_runs_left_out(feedstock: Path, git: Git) -> None:
    (feedstock / "appveyor.yml").write_text("")
    git("add", "appveyor.yml")
    git("commit", "-qm", "of the past")
    assert run(feedstock, *PINNING) == 0
    git("rm", "-q", "--cached", "README.md")
    (feedstock / "recipe" / "mine").write_text("")
    git("add", "recipe/mine")
    assert run(feedstock, *PINNING, "--commit") == 0
    committed = git("show", "--name-status", "--format=").splitlines()
    assert {"A\tREADME.md", "A\tbuild-locally.py", "D\tappveyor.yml"} <= set(committed)
    assert git("diff", "--cached", "--name-only") == "recipe/mine\n"


def test_commit_has_what_changed_and_nothing_else(feedstock: Path, git: Git) -> None:
    (feedstock / "notes").write_text("mine")
    assert run(feedstock, *PINNING, "--commit") == 0
    assert git("log", "-1", "--format=%s").startswith("MNT: Re-rendered with condax ")
    assert "build-locally.py" in git("ls-files")
    assert "notes" not in git("ls-files")
    assert run(feedstock, *PINNING, "--commit") == 0
    assert git("rev-list", "--count", "HEAD") == "2\n"
    (feedstock / "recipe" / "build.sh").write_text("./configure --prefix=$PREFIX\nmake check\n")
    assert run(feedstock, *PINNING, "--commit", "--cross", "linux-riscv64") == 0
    assert git("status", "--short") == ""
    committed = git("show", "--name-only", "--format=").split()
    assert {"conda-forge.yml", "recipe/build.sh"} <= set(committed)


@pytest.mark.parametrize(
    ("argv", "status", "message"),
    [
        (["--pinning", "nonsense"], 2, "'nonsense' is no file and no version"),
        (["--cross", "linux-arm64"], 2, "unknown platform 'linux-arm64'"),
        (["--cross", "linux-64"], 2, "is no platform to cross-compile for"),
        (["--cross", " ,"], 2, "--cross ' ,' names no platform"),
        (["--check", "--commit"], 2, "so there is nothing to commit"),
        (["--commit"], 2, "is in no work tree of git"),
    ],
)
def test_wrong_options_are_explained(
    feedstock: Path,
    capsys: pytest.CaptureFixture[str],
    argv: list[str],
    status: int,
    message: str,
) -> None:
    assert run(feedstock, *argv) == status
    assert message in capsys.readouterr().err
    assert sorted(path.name for path in feedstock.iterdir()) == ["conda-forge.yml", "recipe"]
