from __future__ import annotations

import errno
from pathlib import Path

import pytest

from condax.errors import SystemRefusedError
from condax.system.files import check_writable, refusals, remove_tree


def test_a_place_that_can_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    check_writable(tmp_path / "new" / "report.json")
    assert [*(tmp_path / "new").iterdir()] == []


def test_what_cannot_be_written_is_refused_with_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "file" / "report.json"):
        with pytest.raises(SystemRefusedError, match="cannot write") as caught:
            check_writable(path)
        assert ".condax-" not in str(caught.value)


def test_a_temporary_name_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    with pytest.raises(SystemRefusedError, match=r"report\.json"), refusals(path):
        raise OSError(errno.EACCES, "Permission denied", str(tmp_path / ".condax-abc"))


def test_what_may_not_be_changed_keeps_nothing_else_from_being_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone" / "of-another" / "folder").mkdir(parents=True)

    def refuse(path: Path, mode: int) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted", str(path))

    monkeypatch.setattr(Path, "chmod", refuse)
    remove_tree(tmp_path / "gone")
    assert not (tmp_path / "gone").exists()
