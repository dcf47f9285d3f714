from __future__ import annotations

import ast
import dataclasses
import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from condax.errors import UsageError, VerificationError
from condax.python import describe_python, open_tree
from condax.python.identity import (
    ABSENT,
    EXPRESSIONS,
    GOLDENS,
    ask,
    compare,
    load_golden,
    record,
)
from condax.system.process import Completed, run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from condax.python import TargetPython


@pytest.fixture
def python(prefix: Path) -> TargetPython:
    """A 3.12 for linux-ppc64le."""
    return describe_python(open_tree(prefix))


@pytest.fixture(scope="module")
def answers() -> dict[str, str]:
    """Of the interpreter that runs the tests."""
    return ask([sys.executable], env=os.environ, run=run)


def test_every_expression_can_be_evaluated(answers: dict[str, str]) -> None:
    assert tuple(answers) == EXPRESSIONS
    assert [text for text, answer in answers.items() if "Error: " in answer] == []
    assert answers["sys.prefix"] == repr(sys.prefix)


def test_a_missing_module_is_no_contradiction(python: TargetPython) -> None:
    golden = {"pybind11.get_include()": "'{prefix}/pybind11'", "os.name": ABSENT}
    answers = {"pybind11.get_include()": ABSENT, "os.name": "'posix'"}
    assert compare(answers, golden, python, "/opt") == ()


@pytest.mark.parametrize("folder", ["core", "_core"], ids=["1", "2"])
def test_either_numpy_has_its_headers_where_they_were_recorded(
    folder: str, python: TargetPython, tmp_path: Path
) -> None:
    site = tmp_path / "lib/python3.12/site-packages"
    (site / "numpy").mkdir(parents=True)
    (site / "numpy/__init__.py").write_text(
        f"def get_include():\n    return __path__[0] + '/{folder}/include'\n"
    )
    answers = ask([sys.executable], env={**os.environ, "PYTHONPATH": str(site)}, run=run)
    [text] = [text for text in EXPRESSIONS if text.startswith("numpy.")]
    assert answers[text].startswith(repr(str(site))[:-1])
    golden = {text: load_golden(python)[text]}
    assert compare(answers, golden, python, str(tmp_path)) == ()


def test_differences_name_both_answers(python: TargetPython) -> None:
    golden = {"sys.prefix": "'{prefix}'", "sysconfig.get_python_version()": "'{version}'"}
    answers = {"sys.prefix": "'/build'", "sysconfig.get_python_version()": "'3.12'"}
    [found] = compare(answers, golden, python, "/host")
    assert (found.expression, found.expected, found.found) == (
        "sys.prefix",
        "'/host'",
        "'/build'",
    )


def test_what_is_recorded_is_what_compares_equal(
    python: TargetPython, answers: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "golden.json"
    record(answers, python, sys.prefix, path)
    golden = load_golden(python, path)
    assert sys.prefix not in json.dumps(golden)
    assert compare(answers, golden, python, sys.prefix) == ()


def test_a_platform_without_golden_answers_says_how_to_record_them(
    python: TargetPython, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="nobody has recorded") as caught:
        load_golden(python, tmp_path / "none.json")
    assert "--record" in caught.value.hint


def test_an_interpreter_that_is_none_is_told_apart() -> None:
    def mute(argv: Sequence[str], *, env: Mapping[str, str], cwd: Path | None = None) -> Completed:
        return Completed(argv=tuple(argv), returncode=0, stdout="hello\n", stderr="")

    with pytest.raises(VerificationError, match="does not answer as a Python does"):
        ask(["/bin/true"], env={}, run=mute)


@pytest.mark.parametrize(
    "path", sorted(GOLDENS.rglob("*.json")), ids=lambda p: str(p.relative_to(GOLDENS))
)
def test_recorded_answers_are_for_every_prefix_and_version(path: Path) -> None:
    golden = json.loads(path.read_text(encoding="utf-8"))
    assert set(golden) == set(EXPRESSIONS)
    assert golden["sys.prefix"] == "'{prefix}'"
    assert golden["sysconfig.get_python_version()"] == "'{version}'"
    assert golden["sysconfig.get_platform()"] == repr(path.stem)
    assert not [value for value in golden.values() if value.startswith("'/")]


@pytest.mark.parametrize("subdir", [path.stem for path in sorted(GOLDENS.glob("t/*.json"))])
def test_a_python_without_the_global_lock_has_its_own_letter(subdir: str, prefix: Path) -> None:
    python = describe_python(open_tree(prefix))
    free = dataclasses.replace(python, abi_flags="t", subdir=subdir)
    locked = load_golden(dataclasses.replace(python, subdir=subdir))
    golden = load_golden(free)
    multiarch = ast.literal_eval(golden["sys.implementation._multiarch"])
    expected = {
        "sys.abiflags": "'t'",
        "site.getsitepackages()": "['{prefix}/lib/python{version}t/site-packages']",
        "str(next(packaging.tags.cpython_tags())).rpartition('-')[0]": "'cp{digits}-cp{digits}t'",
        "sysconfig.get_config_var('ABIFLAGS')": "'t'",
        "sysconfig.get_config_var('EXT_SUFFIX')": f"'.cpython-{{digits}}t-{multiarch}.so'",
        "sysconfig.get_config_var('LDLIBRARY')": "'libpython{version}t.a'",
        "sysconfig.get_config_var('LDVERSION')": "'{version}t'",
        "sysconfig.get_config_var('SOABI')": f"'cpython-{{digits}}t-{multiarch}'",
        "sysconfig.get_path('include')": "'{prefix}/include/python{version}t'",
        "sysconfig.get_path('platlib')": "'{prefix}/lib/python{version}t/site-packages'",
        "sysconfig.get_path('stdlib')": "'{prefix}/lib/python{version}t'",
    }
    assert {text: golden[text] for text in expected} == expected
    config = f"'{{prefix}}/lib/python{{version}}t/config-{{version}}t-{multiarch}'"
    assert golden["sysconfig.get_config_var('LIBPL')"] == config
    unchanged = ("sys.implementation.cache_tag", "sysconfig.get_python_version()", "sys.prefix")
    assert {text: golden[text] for text in unchanged} == {text: locked[text] for text in unchanged}
