from __future__ import annotations

import hashlib
import json
import tarfile
from typing import TYPE_CHECKING

from condax.audit import context_for, load_artifact, run_checks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from condax.diagnostics import Diagnostic

DIGEST = hashlib.sha256(b"text").hexdigest()


def audited(path: Path) -> tuple[Diagnostic, ...]:
    artifact = load_artifact(path)
    return run_checks(artifact, context_for(artifact)).diagnostics


def listed(name: str) -> tuple[tarfile.TarInfo, bytes]:
    text = json.dumps({"paths": [{"_path": name, "sha256": DIGEST}]})
    return tarfile.TarInfo("info/paths.json"), text.encode()


def test_a_changed_file_is_reported(write_archive: Callable[..., Path]) -> None:
    path = write_archive(listed("lib/a"), (tarfile.TarInfo("lib/a"), b"other"))
    (found,) = audited(path)
    assert (found.name, found.path) == ("content-mismatch", "lib/a")
    assert found.message == "the file is not the one whose SHA-256 is in paths.json"


def test_a_lost_file_is_reported(write_archive: Callable[..., Path]) -> None:
    (found,) = audited(write_archive(listed("lib/a")))
    assert (found.name, found.path) == ("content-mismatch", "lib/a")
    assert found.message == "paths.json lists the file, and the archive does not hold it"


def test_listed_files_pass(write_archive: Callable[..., Path]) -> None:
    path = write_archive(listed("lib/a"), (tarfile.TarInfo("lib/a"), b"text"))
    assert audited(path) == ()
