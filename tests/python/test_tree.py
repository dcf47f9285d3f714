from __future__ import annotations

from pathlib import Path

import pytest
from rattler_build import assemble_package

from condax.errors import UsageError
from condax.python import Tree, describe_python, open_tree


@pytest.fixture(params=["folder", "artifact"])
def tree(request: pytest.FixtureRequest, prefix: Path, tmp_path: Path) -> Tree:
    (prefix / "lib/libpython3.12.so").symlink_to("libpython3.12.so.1.0")
    (prefix / "lib/libpython3.12.so.1.0").write_bytes(b"\x7fELF")
    if request.param == "folder":
        return open_tree(prefix)
    package = assemble_package(
        "python", "3.12.4", "linux-ppc64le", "h_0", tmp_path / "out", files_dir=prefix
    )
    return open_tree(Path(package.path))


def test_a_prefix_and_a_package_of_it_are_described_alike(tree: Tree, prefix: Path) -> None:
    assert describe_python(tree) == describe_python(open_tree(prefix))


def test_stars_stop_at_slashes(tree: Tree) -> None:
    assert tree.find("lib/python3.*") == ("lib/python3.12",)
    assert tree.find("*") == ("include", "lib")
    assert tree.find("lib/*.1.0") == ("lib/libpython3.12.so.1.0",)


def test_links_are_read_through(tree: Tree) -> None:
    assert tree.has("lib/libpython3.12.so")
    assert not tree.has("lib/libpython3.11.so")
    assert tree.read("lib/libpython3.12.so") == b"\x7fELF"


def test_a_missing_place_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no prefix or package"):
        open_tree(tmp_path / "nowhere")
