"""`Job`: one run on a CI machine, which builds one variant for one target."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from condax.platforms import Os, get_platform
from condax.rerender.config import TestPolicy
from condax.rerender.providers import BY_KEY, Provider

if TYPE_CHECKING:
    from condax.platforms import Platform
    from condax.rerender.config import ForgeConfig
    from condax.rerender.matrix import JobVariant


class Mode(str, Enum):
    """How a job's machine relates to what it builds for."""

    NATIVE = "native"
    CROSS = "cross"
    EMULATED = "emulated"
    """The machine has another processor than the build platform it plays."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One job; the same variant on two providers is two jobs."""

    target: str
    """Platform built for, spelled `linux_aarch64`; also the start of the name."""
    build: str
    """Platform of the machine, or the one that it emulates."""
    provider: Provider
    name: str
    short_name: str
    """The name where a provider takes fewer than 50 characters."""
    file_name: str
    """Of the variant file, below `.ci_support`."""
    variant: JobVariant
    mode: Mode
    runs_tests: bool
    why: str
    """Why tests run or do not."""
    uploads: bool
    tool: str
    """What builds: the `conda_build_tool`, or condax itself."""

    @property
    def config(self) -> str:
        """The variant file's name without its ending, which scripts know as `CONFIG`."""
        return self.file_name.removesuffix(".yaml")

    @property
    def build_platform(self) -> Platform:
        """The row of the build platform."""
        return get_platform(self.build)

    @property
    def docker_image(self) -> str:
        """Image of a Linux job; empty elsewhere."""
        return next(iter(self.variant.values.get("docker_image", ())), "")


def mode_of(config: ForgeConfig, target: str, provider: Provider) -> Mode:
    """Native, cross or emulated."""
    build = config.build_platform[target]
    if build != target:
        return Mode.CROSS
    hosting = BY_KEY.get(build)
    if hosting is not None and provider in hosting.foreign_to:
        return Mode.CROSS
    emulated = hosting is not None and provider in hosting.emulated_by
    return Mode.EMULATED if emulated else Mode.NATIVE


def tests_decision(config: ForgeConfig, target: str, provider: Provider) -> tuple[bool, str]:
    """Whether the jobs of a target run tests at a provider, and why."""
    policy = config.test
    mode = mode_of(config, target, provider)
    is_linux = get_platform(target).os is Os.LINUX
    if mode is not Mode.CROSS:
        how = "under emulation" if mode is Mode.EMULATED else "on the machine itself"
        return True, f"the target runs {how}"
    if policy is TestPolicy.NATIVE:
        return False, "`test: native` skips cross-built targets"
    if is_linux:
        return True, f"`test: {policy.value}` runs Linux targets under qemu"
    if policy is TestPolicy.ALL:
        return True, "`test: all` runs them although nothing emulates the target"
    return False, "nothing emulates the target"
