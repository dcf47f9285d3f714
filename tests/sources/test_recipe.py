from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rattler_build as rb

from condax.errors import RecipeError
from condax.platforms import Platforms, get_platform
from condax.sources import Source, recipe_sources, sources_in

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration

SHA = "ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269"
BUILD = get_platform("linux-64")


def evaluate(folder: Path, text: str, *targets: str) -> tuple[Source, ...]:
    (folder / "recipe.yaml").write_text(text)
    platforms = [
        Platforms(build=BUILD, host=get_platform(name), target=get_platform(name))
        for name in targets or ("linux-aarch64",)
    ]
    variants = rb.VariantConfig({"c_stdlib": ["sysroot"]})
    return recipe_sources(folder / "recipe.yaml", platforms, variants)


def test_urls_digests_and_file_names_are_read(tmp_path: Path) -> None:
    text = f"""
context: {{version: "1.0"}}
package: {{name: foo, version: "1.0"}}
source:
  - url:
      - https://example.org/foo-${{{{ version }}}}.tar.gz
      - https://Mirror.example.org:443/foo.tar.gz
    sha256: {SHA}
  - url: https://example.org/data.bin
    md5: 6cd0ffea3884a4e79330338dcc2987d6
    file_name: table.bin
  - git: https://example.org/foo.git
    tag: v1
  - path: .
requirements:
  build: ["${{{{ compiler('c') }}}}", "${{{{ stdlib('c') }}}}"]
"""
    assert evaluate(tmp_path, text) == (
        Source(
            urls=(
                "https://example.org/foo-1.0.tar.gz",
                "https://mirror.example.org/foo.tar.gz",
            ),
            sha256=SHA,
        ),
        Source(
            urls=("https://example.org/data.bin",),
            md5="6cd0ffea3884a4e79330338dcc2987d6",
            file_name="table.bin",
        ),
    )


def test_each_platform_adds_what_only_it_needs(tmp_path: Path) -> None:
    text = f"""
package: {{name: foo, version: "1.0"}}
source:
  - url: https://example.org/foo.tar.gz
    sha256: {SHA}
  - if: win
    then: {{url: https://example.org/win.zip, sha256: {SHA}}}
"""
    assert [s.archive_name for s in evaluate(tmp_path, text)] == ["foo.tar.gz"]
    both = evaluate(tmp_path, text, "linux-64", "win-64")
    assert [s.archive_name for s in both] == ["foo.tar.gz", "win.zip"]


def test_staging_outputs_and_common_sources_are_read_once(tmp_path: Path) -> None:
    text = f"""
recipe: {{name: foo, version: "1"}}
source: {{url: https://example.org/common.tar.gz, sha256: {SHA}}}
outputs:
  - staging: {{name: foo-stage}}
    source: {{url: https://example.org/stage.tar.gz, sha256: {SHA}}}
    build: {{script: make}}
  - package: {{name: a}}
    inherit: foo-stage
  - package: {{name: b}}
    source: {{url: https://example.org/b.tar.gz, sha256: {SHA}}}
"""
    names = [source.archive_name for source in evaluate(tmp_path, text)]
    assert names == ["common.tar.gz", "stage.tar.gz", "b.tar.gz"]


def test_a_recipe_that_does_not_parse_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="cannot read the sources of") as caught:
        evaluate(tmp_path, "package: [")
    assert caught.value.where == str(tmp_path / "recipe.yaml")


def test_an_output_without_sources_has_none() -> None:
    assert list(sources_in({"package": {"name": "foo"}, "source": None})) == []
