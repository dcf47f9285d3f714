from __future__ import annotations

import json
import shutil
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from condax.cli.sources import command
from condax.errors import SystemRefusedError, UnsupportedPlatformError, UsageError
from condax.system.files import sha256_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration


@dataclass(frozen=True, kw_only=True)
class Machine:
    """Folders of one run: a recipe, a source mirror, and an empty home."""

    root: Path
    sha256: str

    def fetch(self, *arguments: str) -> Result:
        mirror = ["--source-mirror", str(self.root / "mirror")]
        argv = ["fetch", *(arguments or [str(self.root / "recipe")]), *mirror]
        env = {
            "XDG_CACHE_HOME": str(self.root / "cache"),
            "PIP_NO_INDEX": "1",
            "PIP_CONFIG_FILE": "/dev/null",
            "PIP_FIND_LINKS": "",
            "APT_CONFIG": str(self.root / "apt.conf"),
        }
        return CliRunner().invoke(command, [*argv, "--to", str(self.root / "saved")], env=env)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    (tmp_path / "mirror").mkdir()
    (tmp_path / "recipe").mkdir()
    (tmp_path / "hello.txt").write_text("hello\n")
    with tarfile.open(tmp_path / "mirror/foo-1.0.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / "hello.txt", "foo-1.0/hello.txt")
    sha256 = sha256_of(tmp_path / "mirror/foo-1.0.tar.gz")
    (tmp_path / "recipe/recipe.yaml").write_text(f"""
package: {{name: foo, version: "1.0"}}
source:
  - url: http://127.0.0.1:9/foo-1.0.tar.gz
    sha256: {sha256}
  - if: win
    then: {{url: "http://127.0.0.1:9/win.zip", sha256: {"0" * 64}}}
requirements:
  build: ["${{{{ compiler('c') }}}}", "${{{{ stdlib('c') }}}}"]
""")
    (tmp_path / "apt.conf").write_text(
        'Dir::Etc::SourceList "/dev/null";\nDir::Etc::SourceParts "/dev/null";\n'
    )
    return Machine(root=tmp_path, sha256=sha256)


def test_every_source_is_saved_by_its_digest(machine: Machine) -> None:
    result = machine.fetch()
    assert result.exit_code == 0
    mirrored = machine.root / "mirror/foo-1.0.tar.gz"
    assert result.output == f"foo-1.0.tar.gz  source mirror: {mirrored}\n"
    saved = machine.root / "saved" / machine.sha256 / "foo-1.0.tar.gz"
    assert saved.read_bytes() == mirrored.read_bytes()


def test_json_names_file_digest_and_origin(machine: Machine) -> None:
    result = machine.fetch(str(machine.root / "recipe"), "--json")
    assert json.loads(result.stdout) == {
        "sources": [
            {
                "file": "foo-1.0.tar.gz",
                "sha256": machine.sha256,
                "origin": "source mirror",
                "from": str(machine.root / "mirror/foo-1.0.tar.gz"),
                "note": "",
            }
        ],
        "without_sha256": [],
    }


def test_a_folder_of_recipes_is_searched(machine: Machine) -> None:
    shutil.copytree(machine.root / "recipe", machine.root / "all/foo")
    result = machine.fetch(str(machine.root / "all"))
    assert (result.exit_code, result.output.count("foo-1.0.tar.gz  ")) == (0, 1)


def test_a_source_without_digest_is_named_and_left_out(machine: Machine) -> None:
    with (machine.root / "recipe/recipe.yaml").open("a") as recipe:
        recipe.write("about: {summary: x}\n")
    text = (machine.root / "recipe/recipe.yaml").read_text()
    url = "http://127.0.0.1:9/loose.txt"
    loose = f'source:\n  - url: "{url}"\n    md5: {"0" * 32}\n'
    (machine.root / "recipe/recipe.yaml").write_text(text.replace("source:\n", loose))
    result = machine.fetch()
    assert result.exit_code == 0
    assert f"warning: {url} is not fetched, because it has no sha256" in result.stderr


def test_the_sources_of_a_target_are_those_of_its_conditions(machine: Machine) -> None:
    result = machine.fetch(str(machine.root / "recipe"), "--target", "win-64")
    assert isinstance(result.exception, SystemRefusedError)
    assert "'win.zip'" in str(result.exception)


def test_an_unknown_target_is_refused(machine: Machine) -> None:
    result = machine.fetch(str(machine.root / "recipe"), "--target", "linux-arch64")
    assert isinstance(result.exception, (UsageError, UnsupportedPlatformError))


def test_a_path_without_a_recipe_is_refused(machine: Machine) -> None:
    result = machine.fetch(str(machine.root / "mirror"))
    assert isinstance(result.exception, UsageError)
