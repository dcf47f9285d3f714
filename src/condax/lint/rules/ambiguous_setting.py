"""An entry of `workflow_settings` holds for machines that it cannot be meant for.

## Why
Of several entries for one job the last one counts, wherever it stands. A path of Unix is none on
Windows, disks are only resized on Windows machines of GitHub Actions, and an entry whose `os` and
`platform` contradict each other holds nowhere.

## Bad
    # conda-forge.yml
    workflow_settings:
      tools_install_dir: /opt/conda

## Good
    # conda-forge.yml
    workflow_settings:
      tools_install_dir:
        - value: /opt/conda
          os: [linux, osx]
        - value: D:\\conda
          os: win
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule
from condax.platforms import Os

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from condax.lint.forge import ForgeLint

SECTION = "workflow_settings."
PATHS = ("tools_install_dir", "build_workspace_dir")
SYSTEMS = frozenset(each.value for each in (Os.LINUX, Os.MACOS, Os.WINDOWS))
CONDITIONS = ("os", "platform", "provider")


@rule("CX615", severity=Severity.ERROR)
def check(forge_config: ForgeLint | None) -> Iterator[Finding]:
    """Contradictions in an entry, entries that meet, and what only some machines understand."""
    if forge_config is None:
        return
    file = forge_config.config.file
    for key, entries in file.values.items():
        if not key.startswith(SECTION) or not isinstance(entries, tuple) or key not in file.places:
            continue
        for message, hint in _complaints(key.removeprefix(SECTION), entries):
            place = forge_config.place(file.places[key])
            yield Finding(at=place, message=message, hint=hint)


def _complaints(name: str, entries: tuple[Mapping[str, object], ...]) -> Iterator[tuple[str, str]]:
    for number, entry in enumerate(entries, 1):
        systems = _systems(entry)
        which = f"entry {number} of `{name}`"
        if not systems:
            yield (
                f"{which} has an `os` and a `platform` that exclude each other",
                "keep one of them",
            )
        if name in PATHS and Os.WINDOWS.value in systems and len(systems) > 1:
            yield f"{which} is one path for Windows and Unix", "write an entry for each, with `os`"
        only_there = systems == {Os.WINDOWS.value} and _listed(entry, "provider") == {
            "github_actions"
        }
        if name == "resize_partitions" and not only_there:
            hint = "add `os: win` and `provider: github_actions`"
            yield f"{which} has no effect but on Windows machines of GitHub Actions", hint
    for (first, one), (second, other) in itertools.combinations(enumerate(entries, 1), 2):
        if _meet(one, other):
            hint = "give each of them an `os`, `platform` or `provider` of its own"
            yield f"entries {first} and {second} of `{name}` hold for the same job", hint


def _listed(entry: Mapping[str, object], key: str) -> set[str]:
    value = entry.get(key)
    listed = value if isinstance(value, list | tuple) else [] if value is None else [value]
    return {str(each) for each in listed}


def _systems(entry: Mapping[str, object]) -> set[str]:
    """The systems that an entry can hold on."""
    systems = _listed(entry, "os") or set(SYSTEMS)
    platforms = _listed(entry, "platform")
    return systems & {each.partition("_")[0] for each in platforms} if platforms else systems


def _meet(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether some job is one that both hold for."""
    if not _systems(one) & _systems(other):
        return False
    pairs = ((_listed(one, key), _listed(other, key)) for key in CONDITIONS)
    return all(not left or not right or left & right for left, right in pairs)
