"""The reference page of `conda-forge.yml`, from the rows of its keys."""

from __future__ import annotations

from condax.rerender.azure import MAC_IMAGES
from condax.rerender.consistency import NOT_RENDERED, WITHOUT_EFFECT
from condax.rerender.key import Key, Kind
from condax.rerender.keys import (
    BOT_KEYS,
    BUILD_KEYS,
    CI_KEYS,
    DEPRECATED_KEYS,
    PLATFORM_KEYS,
)
from condax.rerender.providers import HOSTING

INTRODUCTION = """\
<!-- made by: pytest tests/rerender/test_docs.py --update-golden -->
# conda-forge.yml

`condax rerender` and `condax lint` read the same file as conda-smithy. All its keys are known: an
unknown one is an error with a suggestion, a deprecated one a warning with what to write instead,
each with line and caret. Platforms are spelled `linux_64`.

## Platforms and tools

"""

PLATFORM_TEXT = """
`build_platform` maps a target to the machine that builds it; without an entry a target is built on
itself. The jobs of a target run on the provider **of its build platform**: `provider` of a
cross-built target has no effect (warning `CY105`), and a target whose build platform has no
provider is not built (warning `CY106`). `provider` takes `github_actions`, `azure`, `default`,
`native`, `emulated` or null, a list of them, and `linux`, `osx` and `win` for the 64-bit Intel
platform of a system. Such an alias counts before the platform's own line; null, and it alone, gives
it no effect, while `None` and `false` turn the platform off (warning `CY113` where that surprises).

| build platform | on | `default` | machine |
|---|---|---|---|
"""

TESTS = """
`test` decides which jobs run tests. Targets that are built on themselves are always tested.

| `test` | cross-built Linux target | other cross-built target |
|---|---|---|
| `all` | under qemu | tried |
| `native_and_emulated` | under qemu | skipped |
| `native` | skipped | skipped |
"""


def render_reference() -> str:
    """The page."""
    rows = "".join(
        f"| {row.platform.ci_key} | {'yes' if row.on_by_default else ''} | {row.provider.value} | "
        f"{MAC_IMAGES.get(row.platform, row.runner)}{' (emulated)' if row.is_emulated else ''} |\n"
        for row in HOSTING
    )
    parts = [
        INTRODUCTION,
        _table(PLATFORM_KEYS),
        PLATFORM_TEXT + rows + TESTS,
        "\n## Building\n\n",
        _table(BUILD_KEYS),
        "\n## Services\n\n",
        _table(CI_KEYS),
        "\n## conda-forge's bot\n\n",
        _table(BOT_KEYS),
        "\n## Deprecated\n\n| key | write instead |\n|---|---|\n",
        "".join(f"| `{key.name}` | {key.instead} |\n" for key in DEPRECATED_KEYS),
    ]
    return "".join(parts)


def _table(keys: tuple[Key, ...]) -> str:
    head = "| key | takes | default | meaning |\n|---|---|---|---|\n"
    return head + "".join(_row(key) for key in keys)


def _row(key: Key) -> str:
    takes = key.kind.value
    if key.choices:
        takes += ": " + ", ".join(f"`{choice}`" for choice in key.choices)
    meaning = f"Deprecated: use {key.instead}." if key.instead else key.meaning
    if key.name in WITHOUT_EFFECT:
        meaning += f" Not rendered (warning `{NOT_RENDERED}`)."
    return f"| `{key.name}` | {takes} | {_default(key)} | {meaning} |\n"


def _default(key: Key) -> str:
    value = key.default
    if value in (None, (), "") or key.kind is Kind.SECTION:
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return ", ".join(f"`{item}`" for item in value)
    return f"`{value}`"
