"""`build-details.json` (PEP 739) for a Python that came without one, which 3.14 was first to."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from condax.python.schema import VERSION

if TYPE_CHECKING:
    from condax.python.model import TargetPython


def build_details(python: TargetPython) -> dict[str, object]:
    """The document, valid by PEP 739's schema 1.0."""
    version = dataclasses.asdict(python.version)
    dynamic = python.libraries.dynamic is not None
    libraries = {
        key: value
        for key, value in dataclasses.asdict(python.libraries).items()
        if value is not None and (key != "link_extensions" or dynamic)
    }
    stable = [python.stable_abi_suffix] if python.stable_abi_suffix else []
    document: dict[str, object] = {
        "schema_version": VERSION,
        "base_prefix": python.base_prefix,
        "base_interpreter": f"{python.base_prefix}/bin/python{python.version.language}"
        f"{python.abi_flags}",
        "platform": python.platform,
        "language": {"version": python.version.language, "version_info": version},
        "implementation": {
            "name": python.implementation,
            "version": version,
            "hexversion": python.version.hexversion,
            "cache_tag": python.cache_tag,
            "_multiarch": python.multiarch,
        },
        "abi": {
            "flags": list(python.abi_flags),
            "extension_suffix": python.extension_suffix,
            **({"stable_abi_suffix": stable[0]} if stable else {}),
        },
        "suffixes": {
            "source": [".py"],
            "bytecode": [".pyc"],
            "extensions": [python.extension_suffix, *stable, ".so"],
        },
        "c_api": {
            "headers": python.headers,
            **({"pkgconfig_path": python.pkgconfig_path} if python.pkgconfig_path else {}),
        },
    }
    return {**document, **({"libpython": libraries} if libraries else {})}


def render_build_details(python: TargetPython) -> str:
    """The same as the text of the file."""
    return json.dumps(build_details(python), indent=2) + "\n"
