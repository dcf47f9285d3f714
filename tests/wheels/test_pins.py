from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.errors import RecipeError
from condax.wheels import WheelPin, load_pins, render_pins

if TYPE_CHECKING:
    from pathlib import Path

DIGEST = "0123456789abcdef" * 4
PIN = WheelPin(name="pyproject-metadata", version="0.12.1", sha256=DIGEST)


@pytest.mark.parametrize(
    "text",
    [
        f"pyproject-metadata==0.12.1 --hash=sha256:{DIGEST}\n",
        f"# tools\n\nPyProject_Metadata == 0.12.1 \\\n    --hash=sha256:{DIGEST}  # why\n",
        f"pyproject.metadata==0.12.1 --hash=sha256:{DIGEST}",
    ],
    ids=["as-written", "as-pip-compile-writes-it", "without-line-end"],
)
def test_a_pin_is_read_as_pip_reads_it(text: str, tmp_path: Path) -> None:
    (tmp_path / "wheels.txt").write_text(text)
    assert load_pins(tmp_path / "wheels.txt") == (PIN,)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    other = WheelPin(name="meson", version="1.12.1", sha256=DIGEST)
    (tmp_path / "wheels.txt").write_text(render_pins([PIN, other]))
    assert load_pins(tmp_path / "wheels.txt") == (other, PIN)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("pip>=26", "'pip>=26' does not pin a wheel"),
        ("pip", "'pip' does not pin a wheel"),
        ("-r other.txt", "'-r other.txt' does not pin a wheel"),
        ("./pip.whl", "'./pip.whl' does not pin a wheel"),
        (f"pip[x]==1 --hash=sha256:{DIGEST}", "does not pin a wheel"),
        ("pip==26.3", "'pip' has 0 digests instead of one"),
        (f"pip==1 {f'--hash=sha256:{DIGEST} ' * 2}", "'pip' has 2 digests instead of one"),
        (f"a==1 --hash=sha256:{DIGEST}\nA==2 --hash=sha256:{DIGEST}", "'a' is pinned twice"),
    ],
)
def test_a_line_that_is_no_pin_is_named_with_its_place(
    line: str, problem: str, tmp_path: Path
) -> None:
    path = tmp_path / "wheels.txt"
    path.write_text(f"# comment\n{line}\n")
    with pytest.raises(RecipeError) as caught:
        load_pins(path)
    assert problem in str(caught.value)
    assert caught.value.where == f"{path}:{2 + line.count(chr(10))}"


def test_the_source_is_asked_for_by_name_and_digest() -> None:
    assert PIN.source.archive_name == "pyproject_metadata-0.12.1-py3-none-any.whl"
    assert PIN.source.sha256 == DIGEST
