"""macOS targets: one oldest system for the C library, the deployment target and the SDK."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.platforms import Os
from condax.variants.versions import newer

if TYPE_CHECKING:
    from condax.platforms import Platform
    from condax.variants import VariantConfig

STDLIB, TARGET, SDK = "c_stdlib_version", "MACOSX_DEPLOYMENT_TARGET", "MACOSX_SDK_VERSION"


def with_deployment_target(config: VariantConfig, host: Platform) -> VariantConfig:
    """The newer of `c_stdlib_version` and `MACOSX_DEPLOYMENT_TARGET` in both, an SDK that fits.

    CI reads the deployment target and the SDK from the variant file, recipes name `c_stdlib`.
    """
    oldest = config.values.get(STDLIB)
    if host.os is not Os.MACOS or not oldest:
        return config
    targets = _as_long(config.values.get(TARGET, ()), oldest)
    merged = tuple(newer(a, b) for a, b in zip(oldest, targets, strict=True))
    sdks = config.values.get(SDK, ())
    if len(set(merged)) > 1 or not sdks:
        sdks = _as_long(sdks, merged)
    rows = zip(sdks, _as_long(merged, sdks), strict=True)
    fitting = tuple(newer(a, b) for a, b in rows)
    values = {**config.values, STDLIB: merged}
    for key, row in ((TARGET, merged), (SDK, fitting)):
        is_zipped = len(config.group_of(key)) > 1
        values[key] = row if is_zipped or len(set(row)) > 1 else row[:1]
    return replace(config, values=values)


def _as_long(values: tuple[str, ...], model: tuple[str, ...]) -> tuple[str, ...]:
    """The values where there are as many, else the first for all, else the model's own."""
    if len(values) == len(model):
        return values
    return values[:1] * len(model) if values else model
