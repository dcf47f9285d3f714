"""Folders for the linter that are made of texts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from condax.lint.folder import RecipeFolder

if TYPE_CHECKING:
    from collections.abc import Mapping

PARTS_V1 = {
    "package": "package:\n  name: example\n  version: 1.2.3\n",
    "source": "source:\n  url: https://example.org/example-1.2.3.tar.gz\n"
    "  sha256: ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269\n",
    "build": "build:\n  number: 0\n",
    "requirements": "requirements:\n  build:\n"
    '    - ${{ compiler("c") }}\n    - ${{ stdlib("c") }}\n',
    "tests": "tests:\n  - script:\n      - test -e $PREFIX/lib/libexample.so\n",
    "about": "about:\n  homepage: https://example.org/\n  license: MIT\n"
    "  license_file: LICENSE\n  summary: An example\n",
    "extra": "extra:\n  recipe-maintainers:\n    - someone\n",
}
"""What a complete recipe has, for examples that only show a part."""

PARTS_V0 = {
    **{key: PARTS_V1[key] for key in ("package", "source", "build", "extra")},
    "test": "test:\n  commands:\n    - test -e $PREFIX/lib/libexample.so\n",
    "about": PARTS_V1["about"].replace("homepage", "home"),
}
ORDER_V0 = ("package", "source", "build", "requirements", "test", "about", "extra")
ORDER = ("context", "recipe", *PARTS_V1)


class MakeFolder(Protocol):
    def __call__(self, files: Mapping[str, str]) -> RecipeFolder: ...


@pytest.fixture(scope="session")
def make_folder() -> MakeFolder:
    """A folder with these files; a `recipe.yaml` that is only a part gets the rest."""

    def make(files: Mapping[str, str]) -> RecipeFolder:
        name = next((each for each in ("recipe.yaml", "meta.yaml") if each in files), "recipe.yaml")
        texts = {"LICENSE": "", **files}
        if name == "recipe.yaml":
            texts[name] = completed(texts.get(name, ""))
        else:
            texts[name] = completed_v0(texts[name])
        return RecipeFolder(root=Path("recipe"), recipe=name, files=texts)

    return make


def completed_v0(part: str) -> str:
    """The same for the other format; what stands before the first section comes first."""
    given: dict[str, str] = {}
    key = ""
    for line in part.splitlines(keepends=True):
        key = line.partition(":")[0] if line[:1].isalpha() else key
        given[key] = given.get(key, "") + line
    whole = PARTS_V0 | given
    return "".join(whole.get(key, "") for key in ("", *ORDER_V0))


def completed(part: str) -> str:
    """The same recipe with every section that a whole one has."""
    given: dict[str, str] = {}
    key = ""
    for line in part.splitlines(keepends=True):
        if line[:1].isalpha():
            key = line.partition(":")[0]
        given[key] = given.get(key, "") + line
    lacking = {key: text for key, text in PARTS_V1.items() if key not in given}
    if "outputs" in given:
        lacking = {key: lacking[key] for key in lacking if key not in {"package", "requirements"}}
    whole = given | lacking
    order = [*ORDER[:5], "outputs", *ORDER[5:]]
    known = [key for key in given if key in order]
    if known != sorted(known, key=order.index) or len(known) < len(given):
        return "".join([*given.values(), *(lacking[key] for key in ORDER if key in lacking)])
    return "".join(whole[key] for key in sorted(whole, key=order.index))
