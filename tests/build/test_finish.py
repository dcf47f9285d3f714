from __future__ import annotations

import json
import re
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rattler_build

from condax.build.documents import Rewrite, rewrite_rendered
from condax.build.finish import finish
from condax.build.payload import PLACEHOLDER
from condax.recipe.rattler import rattler_recipe

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.build.conftest import Contents

pytestmark = pytest.mark.integration

RECIPE = """
package: {name: a, version: "1.0"}
build:
  script:
    - mkdir -p $PREFIX/lib/deep
    - echo $PREFIX > $PREFIX/lib/text
    - printf '\\0%s/lib\\0' $PREFIX > $PREFIX/lib/binary
    - echo plain > $PREFIX/lib/plain
    - ln -s ../text $PREFIX/lib/deep/link
    - chmod +x $PREFIX/lib/plain
  variant:
    use_keys: [mine, added]
requirements:
  run: [zlib, bzip2]
"""


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package as rattler-build leaves it, with the variant keys `mine` and `added`."""
    folder = tmp_path_factory.mktemp("raw")
    (folder / "recipe.yaml").write_text(RECIPE)
    variants = rattler_build.VariantConfig({"mine": ["1"], "added": ["2"]})
    [output] = rattler_recipe(RECIPE, folder / "recipe.yaml").render(variants)
    result = output.run_build(
        output_dir=folder / "out", channels=[], package_format="conda:1", no_build_id=True
    )
    return Path(result.packages[0])


@pytest.fixture
def rewrite() -> Rewrite:
    return Rewrite(
        epoch=1700000000,
        variant={"mine": "1", "target_platform": "linux-64"},
        hash={"hash": "1234567", "prefix": "py312"},
        names={},
    )


@pytest.fixture
def finished(
    raw: Path, rewrite: Rewrite, tmp_path: Path, contents: Callable[[Path], Contents]
) -> Contents:
    destination = tmp_path / "out" / raw.parent.name / raw.name
    destination.parent.mkdir(parents=True)
    finish(raw, destination, rewrite)
    return contents(destination)


def test_the_same_input_gives_the_same_bytes(raw: Path, rewrite: Rewrite, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        finish(raw, tmp_path / name / raw.name, rewrite)
    assert (tmp_path / "one" / raw.name).read_bytes() == (tmp_path / "two" / raw.name).read_bytes()


def test_added_keys_are_gone_and_those_of_the_recipe_stay(finished: Contents) -> None:
    rendered = finished["info/recipe/rendered_recipe.yaml"]
    assert "added" not in rendered
    assert "      use_keys:\n      - mine\n" in rendered
    assert "    mine: '1'\n" in rendered
    assert "added" not in finished["info/recipe/variant_config.yaml"]
    assert json.loads(finished["info/hash_input.json"]).keys() == {"mine", "target_platform"}


def test_dates_are_the_epoch(finished: Contents) -> None:
    assert json.loads(finished["info/index.json"])["timestamp"] == 1700000000000
    rendered = finished["info/recipe/rendered_recipe.yaml"]
    assert "  timestamp: 2023-11-14T22:13:20Z\n" in rendered
    assert "  hash:\n    hash: '1234567'\n    prefix: py312\n" in rendered


def test_dependencies_are_sorted(finished: Contents) -> None:
    assert json.loads(finished["info/index.json"])["depends"] == ["bzip2", "zlib"]


def test_the_recorded_prefix_is_the_same_everywhere(finished: Contents) -> None:
    assert finished["lib/text"] == f"{PLACEHOLDER}\n"
    assert finished["lib/binary"] == f"\0{PLACEHOLDER}/lib\0"
    assert len(PLACEHOLDER) == 255
    entries = {each["_path"]: each for each in json.loads(finished["info/paths.json"])["paths"]}
    assert entries["lib/text"]["prefix_placeholder"] == PLACEHOLDER
    assert "prefix_placeholder" not in entries["lib/plain"]


def test_digests_are_those_of_the_rewritten_files(finished: Contents) -> None:
    import hashlib

    entries = {each["_path"]: each for each in json.loads(finished["info/paths.json"])["paths"]}
    for name in ("lib/text", "lib/binary", "lib/plain"):
        content = finished[name].encode()
        assert entries[name]["sha256"] == hashlib.sha256(content).hexdigest()
        assert entries[name]["size_in_bytes"] == len(content)
    assert entries["lib/deep/link"]["sha256"] == entries["lib/text"]["sha256"]
    assert finished["lib/deep/link"] == "-> ../text"


def test_modes_stay(raw: Path, rewrite: Rewrite, tmp_path: Path) -> None:
    from rattler.package_streaming import extract

    finish(raw, tmp_path / raw.name, rewrite)
    extract(tmp_path / raw.name, tmp_path / "made")
    assert (tmp_path / "made/lib/plain").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "made/lib/text").stat().st_mode & 0o777 == 0o644


def test_every_tool_can_read_the_archive(raw: Path, rewrite: Rewrite, tmp_path: Path) -> None:
    from condax.audit import load_artifact

    finish(raw, tmp_path / raw.name, rewrite)
    assert load_artifact(tmp_path / raw.name).name == "a"
    assert rattler_build.Package.from_file(tmp_path / raw.name).name == "a"


def test_a_list_of_keys_that_becomes_empty_goes_with_its_parent() -> None:
    text = (
        "recipe:\n  build:\n    variant:\n      use_keys:\n      - added\n  about: {}\n"
        "build_configuration:\n  variant:\n    added: '1'\n    mine: '2'\n  hash:\n    hash: x\n"
        "finalized_sources: []\n"
    )
    rewrite = Rewrite(epoch=0, variant={"mine": "2"}, hash={"hash": "abc"}, names={})
    assert rewrite_rendered(text, rewrite) == (
        "recipe:\n  build:\n  about: {}\n"
        "build_configuration:\n  variant:\n    mine: '2'\n  hash:\n    hash: abc\n"
        "finalized_sources: []\n"
    )


def test_names_of_the_machine_become_those_of_their_role() -> None:
    names = {"/home/me/cache": "/condax/build", "/home/me/cache/recipe": "/condax/recipe"}
    rewrite = Rewrite(epoch=0, variant={}, hash={}, names=names)
    assert rewrite_rendered("path: /home/me/cache/recipe\nother: /home/me/cache\n", rewrite) == (
        "path: /condax/recipe\nother: /condax/build\n"
    )


def test_channels_of_this_machine_are_one_to_readers() -> None:
    def rewritten(*folders: str, make: str, xz: str) -> str:
        records = [
            f"    - {first}build: h7654321_0\n      name: {name}\n"
            f"      url: {url}/linux-64/{name}-4.3-h7654321_0.conda\n      channel: {url}/\n"
            for name, url, first in (("make", make, "arch: x86_64\n      "), ("xz", xz, ""))
        ]
        # The solver gives packages of the best channel first.
        records.sort(key=lambda record: [each in record for each in folders], reverse=True)
        listed = "".join(f"  - {each}\n" for each in (*folders[:-1], HUB, folders[-1]))
        text = (
            f"recipe: {{}}\nbuild_configuration:\n  channels:\n{listed}  channel_priority: strict\n"
            f"finalized_dependencies:\n  build:\n    resolved:\n{''.join(records)}"
        )
        rewrite = Rewrite(epoch=0, variant={}, hash={}, names={}, folders=folders)
        return rewrite_rendered(text, rewrite)

    output, tools = "file:///srv/o", "file:///srv/o/t"
    texts = {
        rewritten(output, "file:///srv/wheels", tools, make=tools, xz=output),
        rewritten(output, tools, make=output, xz=tools),
        rewritten(output, "file:///srv/wheels", make=output, xz=output),
    }
    [text] = texts
    channels = f"  - file:///condax/channel\n  - {HUB}\n  channel_priority: strict\n"
    assert f"\n  channels:\n{channels}" in text
    assert re.findall(r"url: (.+)/linux-64/(\w+)", text) == [
        ("file:///condax/channel", "make"),
        ("file:///condax/channel", "xz"),
    ]


HUB = "https://a.org/main"


def test_libraries_of_a_staging_output_are_sorted(rewrite: Rewrite) -> None:
    libraries = ["    libz.so: zlib\n", "    liba.so.1: a\n", "    liba.so: a\n"]
    before = "recipe: {}\n\nbuild_configuration:\n  debug: false\n"
    section = "staging_library_name_map:\n  library_to_package:\n"
    texts = {
        rewrite_rendered(f"{before}{section}{''.join(order)}after: 1\n", rewrite)
        for order in permutations(libraries)
    }
    [text] = texts
    assert text.endswith(f"{section}{''.join(sorted(libraries))}after: 1\n")


def test_run_exports_are_sorted(rewrite: Rewrite) -> None:
    exports = [
        f"    - spec: {name}\n      from: build\n      run_export: maker\n" for name in "abc"
    ]
    before = "recipe: {}\nfinalized_dependencies:\n  host:\n    specs:\n    - source: zlib\n"
    texts = {
        rewrite_rendered(f"{before}{''.join(order)}    resolved: []\n", rewrite)
        for order in permutations(exports)
    }
    [text] = texts
    assert f"{before}{''.join(exports)}    resolved: []\n" in text


def test_nothing_says_which_machine_it_was(finished: Contents) -> None:
    _, _, rest = finished["info/recipe/rendered_recipe.yaml"].partition("build_configuration:")
    assert re.findall(r"- (__\w+)", rest) == ["__unix", "__unix"]


def test_a_package_of_links_is_recorded_alike_wherever_they_lead(rewrite: Rewrite) -> None:
    def rendered(digest: str) -> str:
        return f"""recipe: {{}}
build_configuration:
  hash:
    hash: 1234567
finalized_dependencies:
  build:
    resolved:
    - build: external_0
      depends: []
      md5: {digest * 4}
      name: make
      sha256: {digest * 8}
      size: 10{len(digest)}
      url: file:///condax/channel/linux-64/make-4.3-external_0.conda
    - build: h{digest[:7]}_0_link
      md5: {digest * 4}
      name: condax-zig
      fn: condax-zig-0.17.1-h{digest[:7]}_0_link.conda
    - build: h7654321_0
      md5: 677803054c7944667ec15e641f03122d
      name: zigcc_linux-ppc64le
"""

    one, two = (rewrite_rendered(rendered(each), rewrite) for each in ("01234567", "abcdef012"))
    assert one == two
    assert "    - build: 0_link\n      name: condax-zig\n" in one
    assert "      fn: condax-zig-0.17.1-0_link.conda\n" in one
    assert "      md5: 677803054c7944667ec15e641f03122d\n      name: zigcc_" in one
