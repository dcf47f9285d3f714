"""Python's version constraints in conda's spelling."""

from __future__ import annotations

import pytest

from condax.project.detectors.pyproject import caret_range
from condax.project.model import Use
from condax.project.requirement import python_dependencies, python_range


@pytest.mark.parametrize(
    ("written", "name", "constraint"),
    [
        ("Foo.Bar >=1,<2", "foo-bar", ">=1,<2"),
        ("a ~= 1.4.2", "a", ">=1.4.2,<1.5"),
        ("a == 1.*", "a", "1.*"),
        ("a === 1.0", "a", "==1.0"),
        ("typing-extensions[x]>=4", "typing_extensions", ">=4"),
    ],
)
def test_a_requirement_is_spelled_as_conda_does(written: str, name: str, constraint: str) -> None:
    (dependency,) = python_dependencies([written], Use.RUN, "here")
    assert (dependency.name, dependency.constraint) == (name, constraint)


@pytest.mark.parametrize("text", ["x; extra == 'doc'", "x; os_name == 'nt'", "not valid !!"])
def test_what_never_holds_here_is_left_out(text: str) -> None:
    assert list(python_dependencies([text], Use.RUN, "here")) == []


@pytest.mark.parametrize(
    ("poetry", "conda"),
    [
        ("^1.2.3", ">=1.2.3,<2"),
        ("^0.2", ">=0.2,<0.3"),
        ("~1.2.3", ">=1.2.3,<1.3"),
        ("^0", ">=0,<1"),
        ("*", ""),
        (">=1, <3", ">=1,<3"),
    ],
)
def test_poetrys_carets_are_ranges(poetry: str, conda: str) -> None:
    assert caret_range(poetry) == conda


def test_an_unreadable_python_range_is_empty() -> None:
    assert python_range("whenever") == ""
    assert python_range(">=3.10") == ">=3.10"


@pytest.mark.parametrize(
    ("pythons", "names"), [("", ["tomli"]), (">=3.10", ["tomli"]), (">=3.11", []), ("?", ["tomli"])]
)
def test_what_the_oldest_python_needs_is_a_requirement(pythons: str, names: list[str]) -> None:
    texts = ["tomli; python_version < '3.11'", "dataclasses; python_version < '3.7'"]
    found = python_dependencies(texts, Use.RUN, "here", pythons)
    assert [each.name for each in found] == names
