"""The programs that jobs build with, for the scripts of every system."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from condax.rerender.config import ForgeConfig

TOOL_PYTHON = "python=3.12"
"""The Python that CI tools run on; Miniforge's."""

META = ("flow_run_id", "remote_url", "sha")
"""What packages record about the run that built them."""


def build_tools(config: ForgeConfig) -> tuple[str, ...]:
    """Specs that a job installs, the build tool first."""
    tool = config.text("conda_build_tool")
    specs = {
        "rattler-build": ("rattler-build",),
        "mambabuild": (TOOL_PYTHON, "conda-build", "boa"),
        "conda-build+conda-libmamba-solver": (
            TOOL_PYTHON,
            "conda-build",
            "conda-libmamba-solver",
        ),
    }.get(tool, (TOOL_PYTHON, "conda-build"))
    return ("pip", *specs, *config.texts("remote_ci_setup"))


def skip_option(config: ForgeConfig) -> str:
    """The option of the build tool that leaves tests out."""
    return "--test skip" if config.uses_rattler_build else "--no-test"


def conda_build(config: ForgeConfig) -> str:
    """The program that builds a `meta.yaml`."""
    return "conda mambabuild" if config.text("conda_build_tool") == "mambabuild" else "conda-build"


def solver_of(config: ForgeConfig) -> str:
    """The solver of the build, which `conda_build_tool` may choose apart from that of the tools."""
    tool = config.text("conda_build_tool")
    return {"conda-build+classic": "classic", "conda-build+conda-libmamba-solver": "libmamba"}.get(
        tool, ""
    )
