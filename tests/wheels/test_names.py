from __future__ import annotations

import pytest

from condax.wheels.names import conda_name


@pytest.mark.parametrize(
    ("project", "name"),
    [("build", "python-build"), ("typing-extensions", "typing_extensions"), ("pip", "pip")],
)
def test_projects_have_the_names_of_conda_forge(project: str, name: str) -> None:
    assert conda_name(project) == name
