from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from condax.cli.lint import FORMATS, RENDERERS, command
from condax.cli.rule import command as rule_command
from condax.errors import ConfigError, UsageError

RECIPE = """\
package:
  name: example
  version: 1.0.0

source:
  url: https://example.org/example-1.0.0.tar.gz
  sha256: ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269

build:
  number: 0

requirements:
  build:
    - ${{ compiler("c") }}

tests:
  - script:
      - example --version

about:
  homepage: https://example.org/
  license: MIT
  license_file: LICENSE
  summary: An example

extra:
  recipe-maintainers:
    - someone
"""


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "recipe" / "recipe.yaml"
    path.parent.mkdir()
    path.write_text(RECIPE, encoding="utf-8")
    return path


def lint(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(each) for each in arguments])


def test_an_error_exits_with_8_and_shows_line_reason_fix_and_page(recipe: Path) -> None:
    result = lint(recipe.parent)
    assert result.exit_code == 8
    assert result.output == (
        'error[CX203] missing-stdlib: `${{ compiler("c") }}` needs `stdlib("c")` beside it\n'
        f"  --> {recipe.as_posix()}:14:7\n"
        "   |\n"
        '14 |     - ${{ compiler("c") }}\n'
        "   |       ^^^^^^^^^^^^^^^^^^^^\n"
        ' hint: add `${{ stdlib("c") }}` to `build`\n'
        "  fix: safe, with --fix\n"
        " docs: https://github.com/condax/condax/blob/main/docs/rules/CX203.md\n"
        "\n1 error\n"
    )


def test_fix_writes_the_recipe_and_exits_with_0(recipe: Path) -> None:
    assert lint("--fix", recipe).exit_code == 0
    assert '    - ${{ compiler("c") }}\n    - ${{ stdlib("c") }}\n' in recipe.read_text()
    assert lint(recipe).output == "no findings\n"


def test_diff_shows_the_change_and_writes_nothing(recipe: Path) -> None:
    result = lint("--diff", recipe)
    assert result.exit_code == 1
    assert '+    - ${{ stdlib("c") }}\n' in result.output
    assert recipe.read_text() == RECIPE


def test_diff_of_conda_forge_yml_can_be_applied(recipe: Path, tmp_path: Path) -> None:
    feedstock = tmp_path / "x-feedstock"
    folder = feedstock / "recipe"
    folder.mkdir(parents=True)
    (folder / "recipe.yaml").write_text(RECIPE)
    config = feedstock / "conda-forge.yml"
    config.write_text(
        "build_platform:\n  linux_aarch64: linux_64\nprovider:\n  linux_aarch64: default\n"
    )
    diff = lint("--diff", "--select", "CX601", folder).output
    assert f"--- {config}\n+++ {config}\n" in diff


def test_a_fix_can_make_a_file(recipe: Path) -> None:
    recipe.write_text(
        RECIPE.replace('compiler("c") }}\n', 'compiler("c") }}\n    - sysroot_linux-64 2.28\n')
    )
    variants = recipe.parent / "variants.yaml"
    diff = lint("--diff", "--unsafe-fixes", "--select", "CX207", recipe).output
    assert f"--- {os.devnull}\n+++ {variants}\n@@ -0,0 +1,3 @@\n" in diff
    assert not variants.exists()
    lint("--fix", "--unsafe-fixes", "--select", "CX207", recipe)
    assert variants.read_text() == 'c_stdlib_version:\n  - if: linux\n    then: "2.28"\n'


def test_a_link_that_leads_to_itself_is_no_file(recipe: Path) -> None:
    (recipe.parent / "loop").symlink_to("loop")
    assert lint("--select", "CX203", recipe).exit_code == 8


def test_a_file_keeps_its_mode(recipe: Path) -> None:
    script = recipe.parent / "build.sh"
    script.write_text("make check\n", encoding="utf-8")
    script.chmod(0o755)
    lint("--fix", recipe)
    assert script.stat().st_mode & 0o777 == 0o755
    assert "make check" in script.read_text()
    assert script.read_text().startswith("if [[")


@pytest.mark.parametrize("selector", ["CX203", "missing-stdlib", "CX2", "cx203,CX1"])
def test_rules_are_selected_by_code_name_or_prefix(recipe: Path, selector: str) -> None:
    assert "CX203" in lint("--select", selector, recipe).output
    assert lint("--ignore", selector, recipe).output == "no findings\n"


def test_an_unknown_rule_gets_a_suggestion(recipe: Path) -> None:
    error = lint("--select", "missing-stdlip", recipe).exception
    assert isinstance(error, UsageError)
    assert error.hint == "did you mean 'missing-stdlib'?"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", '[tool.condax.lint]\nignore = ["missing-stdlib"]\n'),
        ("condax.toml", '[lint]\nignore = ["CX203"]\n'),
    ],
)
def test_configuration_above_the_recipe_counts(recipe: Path, name: str, text: str) -> None:
    (recipe.parent.parent / name).write_text(text, encoding="utf-8")
    assert lint(recipe).output == "no findings\n"


def test_an_unknown_setting_gets_a_suggestion(recipe: Path) -> None:
    text = '[lint]\nignored = ["CX203"]\n'
    (recipe.parent / "condax.toml").write_text(text, encoding="utf-8")
    error = lint(recipe).exception
    assert isinstance(error, ConfigError)
    assert error.hint == "did you mean 'ignore'?"


def test_configuration_that_is_no_text_is_named(recipe: Path) -> None:
    (recipe.parent / "condax.toml").write_bytes(b"[lint]\nignore = ['\xff']\n")
    error = lint(recipe).exception
    assert isinstance(error, ConfigError)
    assert "'condax.toml' is no TOML" in str(error)


def test_a_path_without_a_recipe_is_an_error(tmp_path: Path) -> None:
    error = lint(tmp_path).exception
    assert isinstance(error, UsageError)
    assert "no recipe" in str(error)


def test_a_recipe_that_is_no_text_is_a_finding_beside_those_of_others(recipe: Path) -> None:
    other = recipe.parent.parent / "other" / "recipe.yaml"
    other.parent.mkdir()
    other.write_bytes(b"package:\n  name: \xff\n")
    result = lint("--format", "concise", "--fix", recipe.parent.parent)
    assert result.exit_code == 8
    assert result.output == (
        f"{other}:2:9: CX100 unreadable-file: the file cannot be read: it is no UTF-8 text\n"
        "made 1 correction\n"
    )
    assert other.read_bytes().endswith(b"\xff\n")


def test_every_format_has_a_renderer() -> None:
    assert set(FORMATS) == set(RENDERERS)


def test_formats_for_programs_name_code_and_line(recipe: Path) -> None:
    assert lint("--format", "concise", recipe).output.startswith(f"{recipe}:14:7: CX203 [*] ")
    (found,) = json.loads(lint("--format", "json", recipe).output)["diagnostics"]
    assert (found["code"], found["line"], found["fix"]) == ("CX203", 14, "safe")
    (entry,) = json.loads(lint("--format", "gitlab", recipe).output)
    assert entry["location"] == {"path": recipe.as_posix(), "lines": {"begin": 14}}
    (run,) = json.loads(lint("--format", "sarif", recipe).output)["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["helpUri"].endswith("CX203.md")
    assert "## Why" in rule["help"]["markdown"]
    assert lint("--format", "github", recipe).output.startswith("::error file=")


def test_statistics_count_each_rule(recipe: Path) -> None:
    assert lint("--statistics", recipe).output == "     1  CX203  [*] missing-stdlib\n"


def test_watch_lints_again_when_a_file_changes_and_ends_quietly(recipe: Path) -> None:
    code = "import sys; from condax.cli.main import main; sys.exit(main(sys.argv[1:]))"
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", code, "lint", "--watch", "--format", "concise", str(recipe)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell starts what it puts in the background with the signal ignored.
        preexec_fn=functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert process.stdout is not None
        assert "CX203" in process.stdout.readline()
        time.sleep(0.1)
        recipe.write_text(RECIPE.replace('compiler("c")', 'compiler("rust")'), encoding="utf-8")
        assert "rust" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=60) == ("", "")
        assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()


def test_rule_prints_the_page_of_a_rule() -> None:
    result = CliRunner().invoke(rule_command, ["CX203"])
    assert result.output.startswith("# CX203 missing-stdlib (error)\n")
    assert "## Good" in result.output
    assert result.output == CliRunner().invoke(rule_command, ["missing-stdlib"]).output


@pytest.mark.parametrize(
    ("beginning", "name"), [("CX30", "unguarded-tests"), ("un", "unused-ignore")]
)
def test_rule_lists_the_rules_with_a_beginning(beginning: str, name: str) -> None:
    lines = CliRunner().invoke(rule_command, [beginning]).output.splitlines()
    assert name in [line.split()[-1] for line in lines]
    assert len(lines) < 20


def test_statistics_are_text_or_json(recipe: Path) -> None:
    text = lint("--statistics", recipe).output
    assert text == "     1  CX203  [*] missing-stdlib\n"
    assert lint("--statistics", "--format", "concise", recipe).output == text
    assert json.loads(lint("--statistics", "--format", "json", recipe).output) == {
        "statistics": [{"code": "CX203", "name": "missing-stdlib", "fixable": True, "count": 1}]
    }
    error = lint("--statistics", "--format", "sarif", recipe).exception
    assert isinstance(error, UsageError)
    assert error.hint == "choose one of text, concise, json"


def test_statistics_mark_what_fix_corrects(recipe: Path) -> None:
    script = recipe.with_name("build.sh")
    script.write_text("$PYTHON setup.py install\n", encoding="utf-8")
    assert "[ ] setup-py-install\n" in lint("--statistics", recipe).output
    assert "setup-py-install" in lint("--statistics", "--fix", recipe).output
    assert "setup-py-install" not in lint("--statistics", "--unsafe-fixes", recipe).output


def test_rule_lists_all_rules() -> None:
    lines = CliRunner().invoke(rule_command, ["--list"]).output.splitlines()
    assert "CX203  error    safe    missing-stdlib" in lines


def test_rule_without_a_name_is_an_error() -> None:
    assert isinstance(CliRunner().invoke(rule_command, []).exception, UsageError)


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("build.sh", b"make\n\x7fELF\0\0", "2:5"),
        ("build.sh", b"make  # \xff\n", "1:9"),
        ("conda_build_config.yaml", b"\xff", "1:1"),
        ("../conda-forge.yml", b"test: all\n# f\xc3\xbcr \xe9\n", "2:7"),
    ],
    ids=["binary-script", "latin-1-script", "variants", "conda-forge.yml"],
)
def test_a_file_that_is_no_text_is_a_finding_at_its_place(
    recipe: Path, name: str, content: bytes, place: str
) -> None:
    (recipe.parent / name).write_bytes(content)
    found = [
        line for line in lint("--format", "concise", recipe).output.splitlines() if "CX100" in line
    ]
    shown = os.path.normpath(recipe.parent / name)
    assert [line.partition(": CX100")[0] for line in found] == [f"{shown}:{place}"]


def test_files_of_the_feedstock_are_named_without_a_detour(
    recipe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (recipe.parent / "../conda-forge.yml").write_text("tests: all\n", encoding="utf-8")
    monkeypatch.chdir(recipe.parent.parent)
    lines = lint("--format", "concise", "--select", "CX604", Path(recipe.parent.name)).output
    assert lines.startswith("conda-forge.yml:1:1: CX604")
    monkeypatch.chdir(recipe.parent)
    lines = lint("--format", "concise", "--select", "CX604", Path()).output
    assert lines.startswith("../conda-forge.yml:1:1: CX604")
