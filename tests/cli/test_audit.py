from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rattler_build import assemble_package

from condax.cli.audit import FORMATS, RENDERERS, command
from condax.errors import UsageError, VerificationError


def package(folder: Path, *, machine: int = 183, subdir: str = "linux-aarch64") -> Path:
    """A package with one object file for `machine`."""
    header = b"\x7fELF\x02\x01\x01" + bytes(9)
    header += struct.pack("<HHIQQQIHHHHHH", 1, machine, 1, 0, 0, 0, 0, 64, 0, 0, 0, 0, 0)
    files = folder / "files"
    files.mkdir(parents=True)
    (files / "tool.o").write_bytes(header)
    output = assemble_package("tool", "1.0", subdir, "h_0", folder / "output", files_dir=files)
    return Path(output.path)


def audit(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(each) for each in arguments])


def test_a_sound_package_exits_with_0(tmp_path: Path) -> None:
    result = audit(package(tmp_path))
    assert (result.exit_code, result.output) == (0, "no findings\n")


def test_an_error_exits_with_8_and_names_the_file(tmp_path: Path) -> None:
    path = package(tmp_path, machine=62)
    result = audit(path)
    assert result.exit_code == VerificationError.exit_code == 8
    assert result.output == (
        "error[CV101] wrong-elf-machine: the file is for x86_64, linux-aarch64 needs aarch64\n"
        f" --> {path}/tool.o\n"
        " hint: compile it with $CC: look for a hard-coded `gcc` or a missing `--host`\n"
        "\n1 error\n"
    )


def test_all_artifacts_are_reported_together(tmp_path: Path) -> None:
    first = package(tmp_path / "a", machine=62)
    second = package(tmp_path / "b", machine=21)
    result = audit(first, second, "--format", "json")
    found = json.loads(result.output)["diagnostics"]
    assert [each["path"] for each in found] == [f"{first}/tool.o", f"{second}/tool.o"]
    assert result.exit_code == 8


@pytest.mark.parametrize(
    ("output_format", "start"),
    [("text", "error[CV101]"), ("json", "{"), ("sarif", "{"), ("github", "::error file=")],
)
def test_every_format_is_printed(output_format: str, start: str, tmp_path: Path) -> None:
    result = audit(package(tmp_path, machine=62), "--format", output_format)
    assert result.output.startswith(start)
    assert "wrong-elf-machine" in result.output
    assert result.exit_code == 8


def test_every_format_has_a_renderer() -> None:
    assert set(FORMATS) == set(RENDERERS)


def test_an_ignored_check_is_not_run(tmp_path: Path) -> None:
    path = package(tmp_path, machine=62)
    assert audit(path, "--ignore", "wrong-elf-machine").exit_code == 0


@pytest.mark.parametrize(
    "options", [("--glibc", "new"), ("--ignore", "wrong-elf-machin")], ids=lambda o: o[0]
)
def test_unusable_options_are_usage_errors(options: tuple[str, str], tmp_path: Path) -> None:
    assert isinstance(audit(package(tmp_path), *options).exception, UsageError)


def test_a_file_that_is_no_package_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tool-1.0-0.conda"
    path.write_bytes(b"junk")
    assert isinstance(audit(path).exception, VerificationError)


def test_help_has_examples() -> None:
    result = audit("--help")
    assert result.exit_code == 0
    assert "condax audit output/linux-ppc64le/*.conda --glibc 2.28" in result.output
