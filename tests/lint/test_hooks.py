"""The pre-commit hooks and the GitHub action: what they run, from a copy of the repository.

Neither pre-commit nor GitHub is here: what they run is taken from the files. For a hook, installing
the copy is left out, and the copy's modules stand in for the installed ones.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml
from tests.conftest import missing

ROOT = Path(__file__).parents[2]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
PROGRAM = """\
#!{python}
import sys
sys.path.insert(0, {source!r})
from condax.cli.main import main
import condax
assert condax.__file__.startswith({source!r})
sys.exit(main())
"""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a clone has, with the program that installing it would make."""
    root = tmp_path_factory.mktemp("clone")
    shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
    program = root / "bin" / "condax"
    program.parent.mkdir()
    program.write_text(
        PROGRAM.format(python=sys.executable, source=str(root / "src")), encoding="utf-8"
    )
    program.chmod(0o755)
    return root


@pytest.fixture
def feedstock(tmp_path: Path) -> Path:
    seeded = Path(__file__).parent / "seeded" / "autotools-check-in-every-build" / "v1" / "broken"
    shutil.copytree(seeded, tmp_path / "recipe")
    (tmp_path / "conda-forge.yml").write_text("test: native_and_emulated\n", encoding="utf-8")
    (tmp_path / ".ci_support").mkdir()
    (tmp_path / ".ci_support" / "linux_64_.yaml").write_text("c_compiler:\n- gcc\n", "utf-8")
    return tmp_path


def run(command: list[str], clone: Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    path = f"{clone / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PATH": path, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def files_of(hook: dict[str, str], root: Path) -> list[str]:
    names = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    return sorted(name for name in names if re.search(hook["files"], name))


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_hook_is_given_the_files_that_are_linted(hook: dict[str, str], feedstock: Path) -> None:
    (feedstock / "build.sh").write_text("make\n", encoding="utf-8")
    expected = ["conda-forge.yml", "recipe/build.sh", "recipe/recipe.yaml"]
    assert files_of(hook, feedstock) == expected


@pytest.mark.integration
@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_hook_fails_on_a_mistake_or_corrects_it(
    hook: dict[str, str], clone: Path, feedstock: Path
) -> None:
    script = feedstock / "recipe" / "build.sh"
    before = script.read_text(encoding="utf-8")
    command = [*shlex.split(hook["entry"]), *files_of(hook, feedstock)]
    done = run(command, clone, feedstock)
    changed = script.read_text(encoding="utf-8") != before
    assert (done.returncode, changed) == ((0, True) if "--fix" in command else (8, False))
    assert run(command, clone, feedstock).returncode == done.returncode


@pytest.mark.integration
def test_a_hook_is_content_with_a_script_alone(clone: Path, feedstock: Path) -> None:
    done = run([*shlex.split(HOOKS[1]["entry"]), "recipe/build.sh"], clone, feedstock)
    assert (done.returncode, "unguarded-tests" in done.stdout) == (8, True)


def inputs(text: str, given: dict[str, str]) -> str:
    return re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: given[found[1]], text)


@pytest.mark.integration
def test_the_action_installs_and_annotates(tmp_path: Path, feedstock: Path) -> None:
    """Its steps one after the other, with what GitHub sets, in a Python of their own.

    That has the dependencies already; condax itself is made from the repository as an action is.
    """
    place = tmp_path / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    action = tmp_path / "action"
    shutil.copytree(ROOT / "src", action / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "action.yml"):
        shutil.copyfile(ROOT / name, action / name)
    given = {"path": "recipe", "arguments": "--select CX3"}
    env = {
        **os.environ,
        "PATH": f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(action),
        "GITHUB_WORKSPACE": str(feedstock),
    }
    steps = [step for step in ACTION["runs"]["steps"] if "run" in step]
    done = []
    for step in steps:
        named = {name: inputs(value, given) for name, value in step.get("env", {}).items()}
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        assert step["shell"] == "bash"
        done.append(
            subprocess.run(shell, cwd=feedstock, env=env | named, capture_output=True, text=True)
        )
    installed, linted = done
    if installed.returncode and "ConnectionError" in installed.stderr:
        missing("pypi", installed.stderr)
    assert installed.returncode == 0, installed.stderr
    assert (place / "bin" / "condax").exists()
    assert linted.returncode == 8
    assert linted.stdout.startswith("::error file=recipe/build.sh,line=")


@pytest.mark.integration
def test_the_action_satisfies_its_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    command += ["vendor.github-actions", str(ROOT / "action.yml")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_input_of_the_action_is_used() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"inputs\.(\w+)", text)) == set(ACTION["inputs"])
