from __future__ import annotations

import json
import tarfile
from typing import TYPE_CHECKING

import pytest

from condax.audit import context_for, load_artifact, run_checks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from condax.diagnostics import Diagnostic


PLACEHOLDER = "/a/host_env_placehold_placehold_pl"


@pytest.mark.parametrize("tag", ["rpath", "runpath"])
def test_an_absolute_rpath_is_reported(
    tag: str, audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    text = "$ORIGIN:/usr/local/lib:/usr/local/lib"
    (found,) = audit({"lib/tool.so": make_elf(**{tag: text})})
    assert (found.name, found.path) == ("absolute-rpath", "lib/tool.so")
    assert found.message == "the rpath '/usr/local/lib' is absolute"


def test_relative_rpaths_pass(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    assert names({"bin/tool": make_elf(rpath="$ORIGIN/../lib")}) == []


def test_the_declared_placeholder_passes(
    make_elf: Callable[..., bytes], write_archive: Callable[..., Path]
) -> None:
    entry = {"_path": "lib/tool.so", "prefix_placeholder": PLACEHOLDER, "file_mode": "binary"}
    members = [
        (tarfile.TarInfo("info/paths.json"), json.dumps({"paths": [entry]}).encode()),
        (tarfile.TarInfo("lib/tool.so"), make_elf(rpath=f"{PLACEHOLDER}/lib")),
    ]
    artifact = load_artifact(write_archive(*members))
    assert run_checks(artifact, context_for(artifact)).diagnostics == ()
