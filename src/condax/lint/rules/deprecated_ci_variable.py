"""`conda-forge.yml` sets a variable of the CI scripts that has a setting of its own now.

## Why
The scripts read these variables no more, or will not for long: what they ask for silently stops.

## Bad
    # conda-forge.yml
    azure:
      settings_win:
        variables:
          SET_PAGEFILE: "True"

## Good
    # conda-forge.yml
    workflow_settings:
      pagefile_size:
        - value: 8
          os: win
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, Place, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.forge import ForgeLint

SETTINGS = {
    "CONDA_BLD_PATH": "workflow_settings.build_workspace_dir",
    "CONDA_FORGE_DOCKER_RUN_ARGS": "docker.run_args",
    "MINIFORGE_HOME": "workflow_settings.tools_install_dir",
    "SET_PAGEFILE": "workflow_settings.pagefile_size",
}
SYSTEMS = ("linux", "osx", "win")


@rule("CX616", severity=Severity.WARNING)
def check(forge_config: ForgeLint | None) -> Iterator[Finding]:
    """Keys of `azure.settings_*.variables`."""
    if forge_config is None or "variables" not in forge_config.text:
        return
    values = forge_config.config.file.values
    for system in SYSTEMS:
        variables = values.get(f"azure.settings_{system}.variables")
        for name in SETTINGS.keys() & (variables if isinstance(variables, dict) else {}):
            found = re.search(rf"^\s+({name})\s*:", forge_config.text, re.MULTILINE)
            start = found.start(1) if found else 0
            yield Finding(
                at=Place(file=forge_config.file, start=start, end=start + len(name)),
                message=f"`{name}` is not for setting any more",
                hint=f"use `{SETTINGS[name]}`",
            )
