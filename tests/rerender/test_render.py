"""Everything of a feedstock: one tree, written once."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from condax.errors import ConfigError, UsageError
from condax.rerender import apply_changes, load_feedstock, render_feedstock, rerender
from condax.rerender.scripts import is_executable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Golden

    from condax.rerender import Pinning

    Make = Callable[[str], Path]

EVERYTHING = """\
=== conda-forge.yml
azure:
  settings_linux: {variables: {A: b}}
  settings_win: {install_atl: true}
  user_or_org: us
  build_id: 7
build_platform: {linux_aarch64: linux_64, linux_ppc64le: linux_64, osx_arm64: osx_64}
clone_depth: 1
conda_build_tool: rattler-build
conda_forge_output_validation: true
conda_install_tool: pixi
docker: {run_args: --shm-size=1g}
github_actions: {triggers: [push], timeout_minutes: 90}
provider: {linux_64: [azure, github_actions], osx_64: default, win_64: [azure, github_actions]}
private_upload: true
test: native_and_emulated
upload_on_branch: main
choco: [nasm, "strawberryperl>=5"]
workflow_settings:
  store_build_artifacts: true
  free_disk_space: max
  pagefile_size: [{os: [linux, win], value: 8}]
  resize_partitions: [{provider: github_actions, os: win, value: true}]
  build_workspace_dir:
    - {os: [linux, osx], value: "~/work"}
    - {os: win, value: 'D:\\work'}
  tools_install_dir: [{os: win, value: 'D:\\tools'}]
=== recipe/recipe.yaml
package: {name: tool, version: "1.0"}
requirements:
  build: ['${{ compiler("c") }}', '${{ stdlib("c") }}']
about:
  homepage: https://example.org/tool
  license: MIT
  summary: A tool
extra:
  recipe-maintainers: [zoe, Adam]
"""


@pytest.mark.golden
def test_the_whole_tree(feedstock: Make, pinning: Pinning, golden: Golden) -> None:
    tree = render_feedstock(load_feedstock(feedstock("cross-aarch64-ppc64le")), pinning).tree
    files = {p: t for p, t in tree.items() if not p.startswith(".ci_support/linux")}
    golden("tree.txt", "".join(f"=== {path}\n{text}" for path, text in files.items()))


@pytest.mark.golden
def test_every_setting_reaches_its_file(feedstock: Make, pinning: Pinning, golden: Golden) -> None:
    tree = render_feedstock(load_feedstock(feedstock(EVERYTHING)), pinning).tree
    shown = [p for p in tree if not p.startswith((".ci_support", ".git")) or "workflow" in p]
    golden("everything.txt", "".join(f"=== {path}\n{tree[path]}" for path in shown))


def test_pixi_activates_windows_through_a_file(feedstock: Make, pinning: Pinning) -> None:
    tree = render_feedstock(load_feedstock(feedstock(EVERYTHING)), pinning).tree
    script = tree[".scripts/run_win_build.bat"]
    # cmd takes no `@SET` from a FOR loop, and pixi prints nothing else.
    assert 'shell-hook --shell cmd > "%ACTIVATE_PIXI%"\n' in script
    assert 'call "%ACTIVATE_PIXI%"\n' in script


def test_rerendering_twice_changes_nothing(feedstock: Make, pinning: Pinning) -> None:
    folder = feedstock(EVERYTHING)
    _, first = rerender(folder, pinning)
    apply_changes(folder, first)
    assert first
    _, second = rerender(folder, pinning)
    assert not second
    assert second.diff() == ""
    programs = [path for path in first.written if is_executable(path)]
    assert all((folder / path).stat().st_mode & 0o111 for path in programs)
    assert "build-locally.py" in programs


def test_the_result_depends_on_no_hash_seed(feedstock: Make, pinning: Pinning) -> None:
    folder = feedstock(EVERYTHING)
    code = (
        "import sys; from pathlib import Path\n"
        "from condax.rerender import load_feedstock, render_feedstock, Pinning\n"
        "pinning = Pinning(text=sys.stdin.read())\n"
        "print(render_feedstock(load_feedstock(Path(sys.argv[1])), pinning).tree)\n"
    )
    results = {
        subprocess.run(
            [sys.executable, "-c", code, str(folder)],
            env={"PYTHONHASHSEED": seed, "CF_CUDA_ENABLED": "True"},
            input=pinning.text,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(results) == 1


def test_files_that_no_job_needs_go(feedstock: Make, pinning: Pinning) -> None:
    folder = feedstock("native")
    stale = (
        *(".ci_support/linux_64_old.yaml", "azure-pipelines.yml", ".travis.yml"),
        *(".scripts/create_conda_build_artifacts.sh", ".scripts/SetPageFileSize.ps1"),
    )
    for name in (*stale, "mine.yml", ".ci_support/migrations/keep.yaml"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a: [1]\n")
    _, changes = rerender(folder, pinning)
    assert set(changes.removed) == set(stale)
    apply_changes(folder, changes)
    assert (folder / "mine.yml").exists()
    assert not (folder / ".travis.yml").exists()


def test_a_migration_that_is_over_goes(feedstock: Make, pinning: Pinning) -> None:
    from dataclasses import replace

    folder = feedstock("free-threaded")
    _, changes = rerender(folder, replace(pinning, migrations={}))
    assert ".ci_support/migrations/python314t.yaml" in changes.removed


def test_a_migration_that_comes_after_another_is_known(feedstock: Make, pinning: Pinning) -> None:
    rendered, _ = rerender(feedstock("free-threaded"), pinning)
    assert rendered.plan.waiting == {"python314t.yaml": ("python314",)}


def test_a_feedstock_gets_a_license_and_keeps_its_own(feedstock: Make, pinning: Pinning) -> None:
    folder = feedstock("native")
    license = folder / "LICENSE.txt"
    apply_changes(folder, rerender(folder, pinning)[1])
    assert "-2026, conda-forge contributors\n" in license.read_text()
    license.write_text("ours\n")
    rendered, changes = rerender(folder, pinning)
    assert (rendered.tree["LICENSE.txt"], bool(changes)) == ("ours\n", False)
    license.rename(folder / "LICENSE")
    assert not rerender(folder, pinning)[1]


def test_owners_are_sorted_teams_in_lower_case(feedstock: Make, pinning: Pinning) -> None:
    recipe = EVERYTHING.replace("[zoe, Adam]", "[zoe, Adam, conda-forge/R, zoe]")
    tree = rerender(feedstock(recipe), pinning)[0].tree
    assert tree[".github/CODEOWNERS"] == "* @Adam @conda-forge/r @zoe"


@pytest.mark.parametrize(
    ("tool", "solver"),
    [("conda-build+classic", "classic"), ("conda-build+conda-libmamba-solver", "libmamba")],
)
def test_a_build_tool_may_choose_its_solver(
    feedstock: Make, pinning: Pinning, tool: str, solver: str
) -> None:
    folder = feedstock("v0-ci-setup")
    config = folder / "conda-forge.yml"
    lines = config.read_text().replace("provider: {win_64: null}\n", "")
    config.write_text(lines + f"conda_build_tool: {tool}\n")
    tree = rerender(folder, pinning)[0].tree
    for script in ("build_steps.sh", "run_osx_build.sh"):
        assert (
            f'CONDA_SOLVER={solver} CONDA_SUBDIR="${{BUILD_PLATFORM}}"'
            in tree[f".scripts/{script}"]
        )
    assert f'set "CONDA_SOLVER={solver}"\n' in tree[".scripts/run_win_build.bat"]


def test_skip_render_leaves_files_alone(feedstock: Make, pinning: Pinning) -> None:
    folder = feedstock("native")
    config = folder / "conda-forge.yml"
    config.write_text(config.read_text() + "skip_render: [README.md, azure-pipelines.yml]\n")
    rendered, changes = rerender(folder, pinning)
    assert rendered.kept == ("README.md",)
    assert "README.md" not in changes.written


def test_a_diff_shows_what_changes(feedstock: Make, pinning: Pinning) -> None:
    folder = feedstock("native")
    (folder / ".travis.yml").write_text("gone")
    (folder / "README.md").write_text("old\n")
    _, changes = rerender(folder, pinning)
    diff = changes.diff()
    assert (
        "--- a/.travis.yml\n+++ /dev/null\n@@ -1 +0,0 @@\n-gone\n\\ No newline at end of file\n"
        in diff
    )
    assert "--- a/README.md\n+++ b/README.md\n" in diff
    assert "--- /dev/null\n+++ b/.ci_support/linux_64_.yaml\n" in diff


def test_a_diff_can_be_applied(feedstock: Make, pinning: Pinning) -> None:
    folder = feedstock(EVERYTHING)
    (folder / ".travis.yml").write_text("gone")
    (folder / "README.md").write_text("old")
    _, changes = rerender(folder, pinning)
    command = ["git", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(command, cwd=folder, input=changes.diff(), text=True, check=True)
    assert not rerender(folder, pinning)[1]


def test_zig_jobs_need_no_container(feedstock: Make, pinning: Pinning) -> None:
    folder = feedstock("cross-aarch64-ppc64le")
    rendered, changes = rerender(folder, pinning, with_zig=True)
    variant = rendered.tree[".ci_support/zig/linux_ppc64le_python3.13.____cp313.yaml"]
    assert "docker" not in variant
    assert "gcc" not in variant
    assert "numpy:\n- '2'\n" in variant
    workflow = rendered.tree[".github/workflows/condax-build.yml"]
    assert "docker" not in workflow
    assert workflow.count("- CONFIG:") == 4
    apply_changes(folder, changes)
    assert not rerender(folder, pinning)[1]


def test_zig_jobs_have_their_own_channels(feedstock: Make, pinning: Pinning) -> None:
    folder = feedstock("cross-aarch64-ppc64le")
    variants = "channel_sources:\n  - if: ppc64le\n    then: ['ours/label/dev,conda-forge']\n"
    (folder / "recipe" / "variants.yaml").write_text(variants)
    rendered, _ = rerender(folder, pinning, with_zig=True)
    workflow = rendered.tree[".github/workflows/condax-build.yml"]
    assert workflow.count('channels: "-c conda-forge"\n') == 2
    assert workflow.count('channels: "-c ours/label/dev -c conda-forge"\n') == 2
    assert '"${channels[@]}" --test' in workflow


def test_zig_jobs_have_the_settings_of_github_actions(feedstock: Make, pinning: Pinning) -> None:
    folder = feedstock("cross-aarch64-ppc64le")
    config = folder / "conda-forge.yml"
    settings = (
        "clone_depth: 7\ngithub_actions: {cancel_in_progress: false}\nworkflow_settings:\n"
        "  pagefile_size: [{provider: azure, value: 4}, {platform: linux_ppc64le, value: 8}]\n"
        "  free_disk_space: [{provider: github_actions, platform: linux_ppc64le, value: max}]\n"
    )
    config.write_text(config.read_text() + settings + "provider: {linux_64: azure}\n")
    tree = rerender(folder, pinning, with_zig=True)[0].tree
    workflow = yaml.safe_load(tree[".github/workflows/condax-build.yml"])
    job = workflow["jobs"]["condax"]
    found = {
        each["target"]: (each["pagefile_size"], each["free_disk_space"])
        for each in job["strategy"]["matrix"]["include"]
    }
    assert found == {"linux-aarch64": (0, "skip"), "linux-ppc64le": (8, "max")}
    checkout, space, swap, *_ = job["steps"]
    assert checkout["with"] == {"fetch-depth": 7}
    assert "free_disk_space.sh" in space["run"]
    assert "create_pagefile.sh" in swap["run"]
    assert {".scripts/free_disk_space.sh", ".scripts/create_pagefile.sh"} <= set(tree)
    assert workflow["concurrency"]["cancel-in-progress"] is False


def test_zig_jobs_stay_until_they_are_turned_off(feedstock: Make, pinning: Pinning) -> None:
    folder = feedstock("cross-aarch64-ppc64le")
    apply_changes(folder, rerender(folder, pinning)[1])
    before = {path for path in folder.rglob("*") if path.is_file()}
    apply_changes(folder, rerender(folder, pinning, with_zig=True)[1])
    assert not rerender(folder, pinning)[1]
    apply_changes(folder, rerender(folder, pinning, with_zig=False)[1])
    assert {path for path in folder.rglob("*") if path.is_file()} == before
    assert not rerender(folder, pinning)[1]


def test_zig_jobs_need_a_recipe_that_condax_builds(feedstock: Make, pinning: Pinning) -> None:
    folder = feedstock("cross-aarch64-ppc64le")
    config = folder / "conda-forge.yml"
    config.write_text(config.read_text().replace("rattler-build", "conda-build"))
    with pytest.raises(ConfigError, match=r"condax builds recipe\.yaml only"):
        rerender(folder, pinning, with_zig=True)


def test_a_target_whose_outputs_are_all_skipped_is_idle(feedstock: Make, pinning: Pinning) -> None:
    text = (
        "=== conda-forge.yml\nconda_build_tool: rattler-build\n=== recipe/recipe.yaml\n"
        'package: {name: a, version: "1"}\nbuild: {skip: not linux}\n'
    )
    rendered, _ = rerender(feedstock(text), pinning)
    assert rendered.plan.idle == ("osx_64", "win_64")
    assert {job.target for job in rendered.plan.jobs} == {"linux_64"}


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("=== other.yml\n", UsageError, "has no conda-forge.yml"),
        ("=== conda-forge.yml\n", ConfigError, "there is no recipe in 'recipe'"),
    ],
)
def test_a_folder_that_is_no_feedstock_is_named(
    feedstock: Make, pinning: Pinning, text: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        rerender(feedstock(text), pinning)
