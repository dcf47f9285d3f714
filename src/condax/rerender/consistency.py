"""What a `conda-forge.yml` says that contradicts itself: where conda-smithy is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.platforms import Os, get_platform
from condax.rerender.config import TestPolicy, alias_of
from condax.rerender.providers import (
    BY_KEY,
    DEPRECATED_PROVIDERS,
    KNOWN_PLATFORMS,
    OTHER_PLATFORMS,
    PROVIDER_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.diagnostics import Diagnostic
    from condax.rerender.config import ForgeConfig
    from condax.rerender.providers import Provider

NOT_RENDERED = "CY111"
WITHOUT_EFFECT = (
    *("idle_timeout_minutes", "templates"),
    *(f"azure.settings_{system}.swapfile_size" for system in ("osx", "win")),
    *(f"azure.settings_{system}.install_atl" for system in ("linux", "osx")),
)
"""Keys of conda-smithy that condax's workflows and scripts have no use for."""

BOTH, LOST, REDUNDANT, NO_WORKFLOW, NOT_TESTED, NO_HOST, FOREIGN, ALIAS = (
    "CY105",
    "CY106",
    "CY107",
    "CY108",
    "CY109",
    "CY110",
    "CY112",
    "CY113",
)
BUILT_ON = {Os.LINUX: {Os.LINUX}, Os.MACOS: {Os.MACOS}, Os.WINDOWS: {Os.WINDOWS, Os.LINUX}}
"""System of a target → systems whose machines conda-forge has its compilers and headers for."""


def check_consistency(config: ForgeConfig) -> tuple[Diagnostic, ...]:
    """Warnings about platforms and providers, in the order of the file."""
    found = [
        *_build_platforms(config),
        *_providers(config),
        *_aliases(config),
        *_tests(config),
        *_unknown_to_condax(config),
        *_without_effect(config),
    ]
    return tuple(sorted(found, key=lambda d: (d.span.line if d.span else 0, d.code)))


def _build_platforms(config: ForgeConfig) -> Iterator[Diagnostic]:
    providers = config.mapping("provider")
    for target, build in config.mapping("build_platform").items():
        key = f"build_platform.{target}"
        if target == build:
            yield config.file.complaint(
                key,
                REDUNDANT,
                "redundant-build-platform",
                f"{target!r} is built on itself without this line",
                "remove the line",
            )
        elif target in KNOWN_PLATFORMS and build in KNOWN_PLATFORMS:
            if providers.get(target):
                yield _both(config, target, str(build))
            if get_platform(str(build)).os not in BUILT_ON[get_platform(target).os]:
                yield _foreign(config, target, str(build))
            elif not config.providers_of(target):
                yield _lost(config, target, str(build))


def _both(config: ForgeConfig, target: str, build: str) -> Diagnostic:
    return config.file.complaint(
        f"provider.{target}",
        BOTH,
        "provider-and-build-platform",
        f"{target!r} is built on {build!r}: the provider of {build!r} runs its jobs, and this line "
        "has no effect",
        f"remove the line, or `build_platform.{target}` for builds on {target} machines",
    )


def _lost(config: ForgeConfig, target: str, build: str) -> Diagnostic:
    return config.file.complaint(
        f"build_platform.{target}",
        LOST,
        "target-without-ci",
        f"{target!r} is built on {build!r}, which has no provider: no job builds it",
        f"add `provider: {{{build}: default}}`"
        if build in BY_KEY
        else f"build it on {_intel_of(target)!r}: no provider has machines of {build!r}",
    )


def _foreign(config: ForgeConfig, target: str, build: str) -> Diagnostic:
    return config.file.complaint(
        f"build_platform.{target}",
        FOREIGN,
        "foreign-machine",
        f"{build!r} machines have no compilers and headers for {target!r}",
        f"build it on {_intel_of(target)!r}",
    )


def _providers(config: ForgeConfig) -> Iterator[Diagnostic]:
    for platform, names in config.mapping("provider").items():
        key = f"provider.{platform}"
        listed = names if isinstance(names, list) else [names]
        old = [name for name in listed if name in DEPRECATED_PROVIDERS]
        if old:
            yield config.file.complaint(
                key,
                NO_WORKFLOW,
                "deprecated-provider",
                f"condax writes no workflow for {old[0]!r}",
                "use github_actions, azure or default",
            )
        named = [str(name) for name in listed if name not in (None, False, "None")]
        words = [name for name in named if name in PROVIDER_WORDS]
        if platform not in KNOWN_PLATFORMS:
            continue
        if (named and platform not in BY_KEY) or (words and not config.provider[platform]):
            yield _no_host(config, platform, (words or named)[0])
        elif foreign := [each.value for each in _foreign_to(platform) if each.value in named]:
            yield config.file.complaint(
                key,
                NO_HOST,
                "no-machine",
                f"{foreign[0]!r} has no machines of {platform!r}: another processor runs its jobs",
                f"write {BY_KEY[platform].provider.value!r}",
            )


def _aliases(config: ForgeConfig) -> Iterator[Diagnostic]:
    """Where an alias such as `linux` and the platform it stands for disagree."""
    given = config.mapping("provider")
    for platform in KNOWN_PLATFORMS:
        alias = alias_of(platform)
        if alias not in given:
            continue
        if given[alias] is None:
            yield config.file.complaint(
                f"provider.{alias}",
                ALIAS,
                "provider-alias",
                f"null for {alias!r} has no effect: {platform!r} has the provider of its own line, "
                "or the default",
                f"write `{platform}: null` to build nothing on it, or remove the line",
            )
        elif platform in given:
            yield config.file.complaint(
                f"provider.{platform}",
                ALIAS,
                "provider-alias",
                f"{alias!r} counts for {platform!r}, and this line has no effect",
                f"remove this line, or that of {alias!r}",
            )
        elif given[alias] == "native":
            yield config.file.complaint(
                f"provider.{alias}",
                ALIAS,
                "provider-alias",
                f"conda-smithy builds nothing on {platform!r} for 'native' behind {alias!r}",
                f"write `{platform}: native`",
            )


def _foreign_to(platform: str) -> tuple[Provider, ...]:
    return BY_KEY[platform].foreign_to if platform in BY_KEY else ()


def _no_host(config: ForgeConfig, platform: str, word: str) -> Diagnostic:
    emulated = platform in BY_KEY
    return config.file.complaint(
        f"provider.{platform}",
        NO_HOST,
        "no-machine",
        f"no provider has {'native ' if emulated else ''}machines of {platform!r}: {word!r} "
        f"{'stands for nothing' if word in PROVIDER_WORDS else 'cannot run its jobs'}",
        f"add `build_platform: {{{platform}: {_intel_of(platform)}}}` to cross-compile instead",
    )


def _intel_of(platform: str) -> str:
    return next(
        row.platform.ci_key
        for row in BY_KEY.values()
        if row.on_by_default and row.platform.os is get_platform(platform).os
    )


def _tests(config: ForgeConfig) -> Iterator[Diagnostic]:
    if config.test is not TestPolicy.ALL:
        return
    for target, build in config.build_platform.items():
        row = get_platform(target)
        if target != build and config.providers_of(target) and not row.is_elf:
            yield config.file.complaint(
                f"build_platform.{target}",
                NOT_TESTED,
                "untestable-target",
                f"tests of {target!r} cannot run on {build!r}, and `test` says all",
                "set `test: native_and_emulated`",
            )


def _unknown_to_condax(config: ForgeConfig) -> Iterator[Diagnostic]:
    """Platforms that the file may name and condax has no row for."""
    for section in ("build_platform", "provider"):
        for target, value in config.mapping(section).items():
            other = next((each for each in (target, value) if each in OTHER_PLATFORMS), None)
            if other is not None and value not in (None, False, "None"):
                yield config.file.complaint(
                    f"{section}.{target}",
                    NOT_RENDERED,
                    "not-rendered",
                    f"condax does not know {other!r}, and renders no job from this line",
                    "remove the line",
                )


def _without_effect(config: ForgeConfig) -> Iterator[Diagnostic]:
    for key in WITHOUT_EFFECT:
        if key in config.file.places:
            yield config.file.complaint(
                key,
                NOT_RENDERED,
                "not-rendered",
                f"condax renders nothing from {key!r}",
                "remove it; to write such a step by hand, list the file in `skip_render`",
            )
