"""`.ci_support/<name>.yaml`: names and bytes as conda-smithy writes them.

The name is the target followed by each loop key with its value; the body lists every kept key,
sorted, each with its values as text.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.rerender.matrix import JobVariant

ILLEGAL = re.compile(r'[<>:?*,"/|\\]')
"""Characters that some file system does not take in names."""

LONGEST_SHORT_NAME = 49
LONGEST_PATH = 259
"""Of Windows, without the final NUL."""

HASH_LENGTH = 8
SPECIAL = ("zip_keys", "pin_run_as_build")


def job_name(target: str, variant: JobVariant) -> str:
    """Name of the job and of its file, e.g. `linux_64_python3.13.____cp313`."""
    pairs = (key + variant.values[key][0] for key in variant.loop if key != "target_platform")
    text = "".join(pairs).replace("*", "_").replace(" ", "_")
    return ILLEGAL.sub("", f"{target}_{text}")


def short_name(name: str) -> str:
    """The name where a provider takes fewer than 50 characters."""
    if len(name) < LONGEST_SHORT_NAME:
        return name
    return f"{name[:40]}_h{_digest(name)}"


def file_name(name: str, repository: str) -> str:
    """The job's file below `.ci_support`, cut where a Windows checkout would be too deep."""
    room = LONGEST_PATH - len(f"C:/Users/runnerx/_work/{repository}/{repository}/.ci_support/")
    ending = ".yaml"
    if len(name) + len(ending) > room:
        tail = f"_h{_digest(name)}"
        name = name[: room - len(tail) - len(ending)] + tail
    return name + ending


def render_variant_file(variant: JobVariant) -> str:
    """The file's text."""
    blocks = {
        key: "".join(f"- {_value(key, value, variant)}\n" for value in values)
        for key, values in variant.values.items()
    }
    if variant.zip_keys:
        blocks["zip_keys"] = "".join(_group(group) for group in variant.zip_keys)
    if variant.pin_run_as_build:
        blocks["pin_run_as_build"] = _pins(variant.pin_run_as_build)
    return "".join(f"{_scalar(key)}:\n{blocks[key]}" for key in sorted(blocks))


def _group(keys: tuple[str, ...]) -> str:
    first, *others = keys
    return f"- - {_scalar(first)}\n" + "".join(f"  - {_scalar(key)}\n" for key in others)


def _pins(pins: Mapping[str, Mapping[str, str]]) -> str:
    return "".join(
        f"  {_scalar(package)}:\n"
        + "".join(f"    {key}: {_scalar(pin[key])}\n" for key in sorted(pin, reverse=True))
        for package, pin in sorted(pins.items())
    )


def _value(key: str, value: str, variant: JobVariant) -> str:
    is_plain = value in ("true", "false") or (key, value) in variant.numbers
    return value if is_plain else _scalar(value)


@lru_cache(maxsize=4096)
def _scalar(text: str) -> str:
    """The scalar as PyYAML writes it in a list."""
    dumped: str = yaml.dump([text], default_flow_style=False)
    return dumped.removeprefix("- ").removesuffix("\n")


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:HASH_LENGTH]
