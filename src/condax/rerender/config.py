"""What a feedstock's `conda-forge.yml` means: targets, build platforms, providers, settings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from condax.platforms import Os, get_platform
from condax.rerender.forge_file import ForgeFile, parse_forge_file
from condax.rerender.providers import (
    BY_KEY,
    DEPRECATED_PROVIDERS,
    HOSTING,
    KNOWN_PLATFORMS,
    SYSTEM_ALIASES,
    Provider,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from condax.platforms import Platform


class TestPolicy(str, Enum):
    """Which targets are tested; the values are those of `test`."""

    __test__ = False

    ALL = "all"
    NATIVE = "native"
    """Only what runs on the build machine as it is."""
    NATIVE_AND_EMULATED = "native_and_emulated"
    """Also Linux targets, under an emulator."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ForgeConfig:
    """A `conda-forge.yml` over its defaults; keys are dotted, platforms are spelled `linux_64`."""

    file: ForgeFile
    build_platform: Mapping[str, str]
    """Target → machine it is built on, for every platform that condax knows."""
    provider: Mapping[str, tuple[str, ...]]
    """Build platform → names of its providers, `default` and the like resolved."""

    @property
    def targets(self) -> tuple[str, ...]:
        """Every platform with at least one provider, sorted."""
        return tuple(sorted(name for name in KNOWN_PLATFORMS if self.providers_of(name)))

    def providers_of(self, target: str) -> tuple[Provider, ...]:
        """Where the jobs of a target run: on the providers of its build platform."""
        build = self.build_platform[target]
        names = list(self.provider.get(build, ()))
        is_intel = build == _main_platform(build)
        if self.flag("azure.force") and is_intel and Provider.AZURE.value not in names:
            names.append(Provider.AZURE.value)
        return tuple(each for each in Provider if each.value in names)

    def uploads(self, target: str, provider: Provider) -> bool:
        """Whether jobs of a provider upload what they built."""
        listed = provider.value in self.provider.get(self.build_platform[target], ())
        return listed and self.flag(f"{provider.value}.upload_packages")

    @property
    def test(self) -> TestPolicy:
        """Which targets are tested."""
        if self.flag("test_on_native_only"):
            return TestPolicy.NATIVE_AND_EMULATED
        text = self.text("test")
        return next((p for p in TestPolicy if p.value == text), TestPolicy.ALL)

    @property
    def noarch_platforms(self) -> tuple[str, ...]:
        """Targets whose jobs also build noarch packages."""
        return self.texts("noarch_platforms")

    @property
    def uses_rattler_build(self) -> bool:
        """Whether the recipe is `recipe.yaml` and rattler-build builds it."""
        return self.text("conda_build_tool") == "rattler-build"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Names of the secrets that jobs get, sorted."""
        names = {*self.texts("secrets"), "BINSTAR_TOKEN"}
        if self.flag("conda_forge_output_validation"):
            names |= {"FEEDSTOCK_TOKEN", "STAGING_BINSTAR_TOKEN"}
        return tuple(sorted(names))

    def os_version(self, target: str) -> str | None:
        """Distribution of the container for a target; `None` leaves it to the pinning.

        As in conda-smithy, a version holds for the targets that come after it too, those of one
        provider after those of the other (`DEFAULT_LINUX_VERSION` is set and never unset).
        """
        found: str | None = None
        current: str | None = None
        versions = self.mapping("os_version")
        for provider in Provider:
            for name in self.targets:
                if provider not in self.providers_of(name):
                    continue
                if get_platform(name).os is Os.LINUX:
                    current = str(versions.get(name) or "") or current
                found = current if name == target else found
        return found

    def setting(self, name: str, target: str, provider: Provider) -> object:
        """A value of `workflow_settings` for the jobs of a target; the last match counts.

        As in conda-smithy, `os` and `platform` of an item are those of the target.
        """
        facts = {
            "os": get_platform(target).os.value,
            "platform": target,
            "provider": provider.value,
        }
        found: object = None
        items = self.file.values.get(f"workflow_settings.{name}") or ()
        for item in items if isinstance(items, tuple) else ():
            if all(fact in _listed(item.get(key, fact)) for key, fact in facts.items()):
                found = item["value"]
        return found

    def text(self, key: str) -> str:
        """A key's text; empty if it is not set."""
        value = self.file.values.get(key)
        return str(value) if value not in (None, ()) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A key's list of texts."""
        value = self.file.values.get(key)
        return value if isinstance(value, tuple) else ()

    def flag(self, key: str) -> bool:
        """Whether a key is true."""
        return self.file.values.get(key) is True

    def number(self, key: str) -> int | None:
        """A key's number."""
        value = self.file.values.get(key)
        return value if isinstance(value, int) else None

    def mapping(self, key: str) -> Mapping[str, object]:
        """A key that another program reads, e.g. `azure.settings_win.variables`."""
        return _mapping(self.file, key)


def parse_forge_config(text: str, path: str = "conda-forge.yml") -> ForgeConfig:
    """Read a `conda-forge.yml`; what is wrong with it is in `config.file.diagnostics`."""
    file = parse_forge_file(text, path)
    given = _mapping(file, "build_platform")
    return ForgeConfig(
        file=file,
        build_platform={
            name: str(build) if (build := given.get(name)) in KNOWN_PLATFORMS else name
            for name in KNOWN_PLATFORMS
        },
        provider=_providers(file),
    )


def _providers(file: ForgeFile) -> dict[str, tuple[str, ...]]:
    """An alias (`linux`) counts where it is not null, before the platform it stands for."""
    default: dict[str, object] = {
        row.platform.ci_key: "default" for row in HOSTING if row.on_by_default
    }
    given = {**default, **_mapping(file, "provider")}
    resolved = {}
    for name in KNOWN_PLATFORMS:
        alias = given.get(alias_of(name))
        value = given.get(name) if alias is None else alias
        resolved[name] = tuple(dict.fromkeys(_resolved(name, value)))
    return resolved


def _mapping(file: ForgeFile, key: str) -> Mapping[str, object]:
    value = file.values.get(key)
    return value if isinstance(value, dict) else {}


def platform_of(ci_key: str) -> Platform:
    """The row of a platform spelled as in `conda-forge.yml`."""
    return get_platform(ci_key)


def _main_platform(ci_key: str) -> str:
    """The platform that the alias of its system stands for."""
    return next(
        (
            row.platform.ci_key
            for row in HOSTING
            if row.on_by_default and row.platform.os is get_platform(ci_key).os
        ),
        "",
    )


def alias_of(ci_key: str) -> str:
    """`linux` for `linux_64`; empty for platforms that no alias stands for."""
    name = get_platform(ci_key).os.value
    return name if name in SYSTEM_ALIASES and _main_platform(ci_key) == ci_key else ""


def _resolved(platform: str, value: object) -> Iterable[str]:
    hosting = BY_KEY.get(platform)
    for name in _listed(value):
        if name in ("default", "emulated", "native"):
            if hosting is not None and not (name == "native" and hosting.is_emulated):
                yield hosting.provider.value
        elif name in DEPRECATED_PROVIDERS or any(name == p.value for p in Provider):
            yield name


def _listed(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, (list, tuple)) else (value,)
    return tuple(str(item) for item in items if item not in (None, False, "None"))
