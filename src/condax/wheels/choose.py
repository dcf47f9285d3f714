"""Which wheels some projects need, dependencies included, as pip's resolver chooses them."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from condax.errors import ToolFailedError, ToolNotFoundError
from condax.wheels.pins import WheelPin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from condax.system.process import Runner

_NO_PIP = "No module named pip"
_PURE = ("--only-binary", ":all:", "--platform", "any", "--implementation", "py", "--abi", "none")


def choose_wheels(
    requirements: Sequence[str], *, python: str, env: Mapping[str, str], run: Runner
) -> tuple[WheelPin, ...]:
    """Pins for `requirements` (as pip takes them) and what they depend on, for one Python version.

    Only wheels for any platform are taken. Dependencies under a condition are those of the running
    Python: pip evaluates markers for no other (26). Raises `ToolFailedError` with pip's last words
    where a project has no such wheel, and `ToolNotFoundError` without pip.
    """
    argv = [
        *(sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--quiet"),
        # Nothing is installed; pip wants a target folder for a foreign platform all the same.
        *("--dry-run", "--ignore-installed", "--target", "none", "--report", "-"),
        *(*_PURE, "--python-version", python, "--", *requirements),
    ]
    try:
        report = run(argv, env=env).stdout
    except ToolFailedError as e:
        if any(_NO_PIP in line for line in e.tail):
            raise ToolNotFoundError(
                "'pip' is not in the Python environment that runs condax",
                hint=f"install it: {sys.executable} -m ensurepip",
            ) from e
        raise ToolFailedError(
            f"pip finds no wheels in pure Python for {', '.join(requirements)}",
            hint="ask for an older version, e.g. 'NAME<2', or write a recipe: `condax new NAME`",
            argv=e.argv,
            returncode=e.returncode,
            tail=e.tail,
        ) from e
    return tuple(
        WheelPin(
            name=canonicalize_name(item["metadata"]["name"]),
            version=item["metadata"]["version"],
            sha256=recorded_sha256(item["download_info"]["archive_info"]),
        )
        for item in json.loads(report)["install"]
    )


def recorded_sha256(archive_info: Mapping[str, Any]) -> str:
    """The digest in a report's `archive_info` (PEP 610).

    Of wheels in a folder pip before 23.1 gives `hash` alone, later ones may drop it for `hashes`.
    """
    hashes = archive_info.get("hashes") or dict([archive_info["hash"].split("=")])
    return str(hashes["sha256"])
