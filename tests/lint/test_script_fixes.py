"""Fixed build scripts do what they did: bash accepts them, and programs get the same arguments.

Scripts are put together of one mistake for each rule that edits scripts, of what can follow a
command (texts of several lines, here-documents, continued lines), and of where commands stand. They
run natively, with programs that write down their arguments and what they read.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lint.conftest import completed

from condax.lint.docs import split_files
from condax.lint.engine import lint_texts
from condax.lint.folder import RecipeFolder
from condax.lint.registry import UNSAFE, all_rules
from condax.lint.view import output_views
from condax.recipe.parse import parse_recipe
from condax.recipe.values import leaves
from condax.system.process import attempt

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = [each for each in all_rules() if not each.online and each.name != "shellcheck-finding"]
FIXTURES = Path(__file__).parent / "rules"
FIXED_SCRIPTS = sorted(
    path for path in FIXTURES.glob("*/*.fixed*.yaml") if ".sh\n" in path.read_text(encoding="utf-8")
)
RECIPE = completed(
    'requirements:\n  build:\n    - ${{ compiler("c") }}\n    - ${{ compiler("cxx") }}\n'
    '    - ${{ stdlib("c") }}\n    - cmake\n    - meson\n    - make\n    - gnuconfig\n  host:\n'
    "    - openmpi\n    - python\n    - pip\n    - r-base\n  run:\n    - python\n"
)
PROGRAM = """\
#!/bin/sh
{ printf '%s\\n' "$0"; printf '<%s>\\n' "$@"; cat; } >> "$RECORD"
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    before: str = ""
    command: str
    after: str = ""
    changes_arguments: bool = False
    """The fix is about the command's arguments: only texts reach it as before."""


MISTAKES = {
    "build_machine_name": Mistake(command="make ARCH=$(uname -m)"),
    "cmake_without_arguments": Mistake(command="cmake -S . -B build"),
    "configure_without_host": Mistake(
        before="unset build_alias host_alias\n",
        command="./configure --prefix=$PREFIX",
        changes_arguments=True,
    ),
    "guard_without_emulator": Mistake(
        before='if [[ "$CONDA_BUILD_CROSS_COMPILATION" != "1" ]]; then\n',
        command="ctest",
        after="fi\n",
    ),
    "hardcoded_compiler": Mistake(command="gcc -c a.c"),
    "hardcoded_triplet": Mistake(command="./configure --host=x86_64-conda-linux-gnu"),
    "meson_without_arguments": Mistake(command="meson setup build"),
    "missing_numpy_hints": Mistake(command="cmake ${CMAKE_ARGS} ..", changes_arguments=True),
    "missing_opal_prefix": Mistake(command="make CC=mpicc"),
    "native_cpu_flag": Mistake(command="make CFLAGS=-march=native", changes_arguments=True),
    "pip_options": Mistake(command="$PYTHON -m pip install .", changes_arguments=True),
    "r_without_arguments": Mistake(command="R CMD INSTALL --build ."),
    "setup_py_install": Mistake(command="$PYTHON setup.py install", changes_arguments=True),
    "stale_config_sub": Mistake(command="./configure --prefix=$PREFIX", changes_arguments=True),
    "unguarded_program": Mistake(before="$CC -o tool tool.c\n", command="./tool"),
    "unguarded_tests": Mistake(command="make check"),
    "x86_only_flag": Mistake(
        before='export CFLAGS="-O2 -mavx -mfma"\n', command='make CFLAGS="$CFLAGS"'
    ),
    "wrong_side_config": Mistake(
        before="export PKG_CONFIG_PATH=$BUILD_PREFIX/lib/pkgconfig\n", command="make"
    ),
}
"""By the names of the rules' files."""
ADDED = {"missing_go_licenses", "missing_rust_licenses"}
"""Rules whose fix adds a command: the script does more than it did."""
PROGRAMS = ("make", "cmake", "ctest", "meson", "gcc", "python", "R", "configure", "tool")
TAILS = (
    "",
    " V=1  # as it is",
    " \\\n    V=1",
    " \\\nV=1 \\\n      W=2",
    " ONE=1\\\n2",
    ' "one\n  two"',
    " 'one\n\ttwo\n' \\\n      V=1",
    " $'one\n  two'",
    ' "${NOTHING:-one\n  two}"',
    " <<EOF\n  body of $NAME\n\nEOF",
    " <<'EOF' > out\n  a $NAME\n\ttwo \\\n  EOF\nEOF",
    " <<-EOF\n\tone\n\t  two\n\tEOF",
    ' <<< "one\n  two"',
    " 'a\n  b' <<EOF\n  $(printf 'one\n  two')\nEOF",
    " 2>&1 | cat > log",
)
PLACES = (
    "{}\n",
    "build() {{\n  {}\n}}\nbuild\n",
    'if [[ "$NAME" == example ]]; then\n    {}\nfi\n',
    "for each in 1 2; do\n\t{}\ndone\n",
    "(\n  {}\n)\n",
    "case $NAME in\n  example)\n    {}\n    ;;\nesac\n",
    "while read -r line; do\n  {}\ndone < lines\n",
    "make one && {}\n",
    "make one; {}\n",
    "{{ {}\n}} > log\n",
    "(cd . && {}\n)\n",
    "build() {{ {}\n}}; build\n",
)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the programs, and with a `work` folder where the scripts run."""
    root = tmp_path_factory.mktemp("machine")
    for name in PROGRAMS:
        folder = root / ("work" if name in {"configure", "tool"} else "bin")
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(PROGRAM, encoding="utf-8")
        (folder / name).chmod(0o755)
    (root / "work" / "lines").write_text("one\ntwo\n", encoding="utf-8")
    return root


def with_numpy(recipe: str, script: str) -> str:
    """The recipe of a script, with NumPy if that is what the script's mistake is about."""
    if "${CMAKE_ARGS} .." not in script:
        return recipe
    return recipe.replace("  host:\n", "  host:\n    - numpy\n")


def folder_of(script: str) -> RecipeFolder:
    files = {"recipe.yaml": with_numpy(RECIPE, script), "build.sh": script, "LICENSE": ""}
    return RecipeFolder(root=Path("recipe"), recipe="recipe.yaml", files=files)


def fixed(script: str) -> str:
    return lint_texts(folder_of(script), RULES, fix=UNSAFE).fixed.get("build.sh", script)


def what_it_does(machine: Path, script: str) -> str:
    """Every program that ran, with its arguments and its input; and how the script ended."""
    record = machine / "record"
    record.write_text("", encoding="utf-8")
    env = {
        "PATH": f"{machine / 'bin'}:/usr/bin:/bin",
        "RECORD": str(record),
        "NAME": "example",
        "CC": "gcc",
        "PYTHON": "python",
        "R": "R",
        "PREFIX": "/prefix",
        "BUILD_PREFIX": "/prefix",
        "BUILD": "x86_64-conda-linux-gnu",
        "HOST": "x86_64-conda-linux-gnu",
        "target_platform": "linux-64",
    }
    completed = attempt(["bash", "-c", script], env=env, cwd=machine / "work")
    return f"{record.read_text(encoding='utf-8')}{completed.returncode}"


def is_accepted(machine: Path, script: str) -> bool:
    return attempt(["bash", "-n", "-c", script], env={}, cwd=machine).returncode == 0


def texts_of(record: str) -> Iterator[str]:
    """The lines that only texts over several lines make: none begins an argument or a program."""
    return (line for line in record.splitlines()[:-1] if not line.startswith(("<", "/", ".")))


def parts() -> st.SearchStrategy[tuple[str, str, str]]:
    return st.tuples(
        st.sampled_from(sorted(MISTAKES)), st.sampled_from(PLACES), st.sampled_from(TAILS)
    )


def test_there_is_a_mistake_for_every_rule_that_edits_scripts() -> None:
    edited = {
        path.parent.name
        for path in FIXTURES.glob("*/*.fixed*.yaml")
        if "# build.sh\n" in path.read_text(encoding="utf-8")
    }
    assert edited == set(MISTAKES) | ADDED


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_the_mistakes_are_fixed(name: str) -> None:
    script = f"{MISTAKES[name].before}{MISTAKES[name].command}\n{MISTAKES[name].after}"
    found = lint_texts(folder_of(script), RULES).diagnostics
    left = lint_texts(folder_of(fixed(script)), RULES).diagnostics
    assert name in {each.name.replace("-", "_") for each in found}
    assert name not in {each.name.replace("-", "_") for each in left}


@pytest.mark.parametrize("path", FIXED_SCRIPTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_bash_accepts_what_fixes_make_of_the_fixtures(machine: Path, path: Path) -> None:
    files = split_files(path.read_text(encoding="utf-8"))
    scripts = [text for name, text in files.items() if name.endswith(".sh")]
    assert [each for each in scripts if not is_accepted(machine, each)] == []


@pytest.mark.parametrize("style", ["plain", "double", "single", "lines", "listed", "value"])
@pytest.mark.parametrize("name", sorted(MISTAKES.keys() - {"x86_only_flag"}))
def test_a_script_in_the_recipe_is_fixed_like_a_file(machine: Path, name: str, style: str) -> None:
    each = MISTAKES[name]
    line = f"{each.before}{each.command}\n{each.after}".rstrip().replace("\n", "; ")
    line = line.replace("then; ", "then ") + ' && make "a b"'
    quoted = {"double": json.dumps(line), "single": "'{}'".format(line.replace("'", "''"))}
    text = f"|\n        {line}" if style == "lines" else quoted.get(style, line)
    if style == "listed":
        text = f"[{quoted['single'] if {*'[]{}'} & {*line} else line}]"
    item = " " if style in {"listed", "value"} else "\n    - "
    part = RECIPE.replace("  number: 0\n", f"  number: 0\n  script:{item}{text}\n")
    files = {"recipe.yaml": with_numpy(part, line), "LICENSE": ""}
    folder = replace(folder_of(line), files=files)
    found = {found.name for found in lint_texts(folder, RULES).diagnostics}
    report = lint_texts(folder, RULES, fix=UNSAFE)
    left = {found.name for found in report.diagnostics}
    assert (name.replace("_", "-") in found, name.replace("_", "-") in left) == (True, False)
    (output,) = output_views(parse_recipe(report.fixed["recipe.yaml"], "recipe.yaml"))
    script = output.output.build.script
    assert script is not None
    after = "".join(f"{text.value}\n" for text in leaves(script.content))
    if not each.changes_arguments:
        assert what_it_does(machine, after) == what_it_does(machine, line)


@settings(max_examples=80, deadline=None)
@given(listed=st.lists(parts(), min_size=1, max_size=3))
def test_a_fixed_script_does_what_it_did(machine: Path, listed: list[tuple[str, str, str]]) -> None:
    script = "set -e\n"
    for name, place, tail in listed:
        each = MISTAKES[name]
        script += each.before + place.format(each.command + tail) + each.after
    after = fixed(script)
    assert is_accepted(machine, script)
    assert is_accepted(machine, after)
    was, is_now = (what_it_does(machine, each) for each in (script, after))
    assert list(texts_of(is_now)) == list(texts_of(was))
    if not any(MISTAKES[name].changes_arguments for name, _, _ in listed):
        assert is_now == was
