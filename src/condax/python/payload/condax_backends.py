"""Tell build backends that have no variable for it what they build for, as their users would.

Called by `condax_cross_python.py` in the cross interpreter only. A backend gets its own settings
(PEP 517's `config_settings`) in front of those of the caller.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
import sysconfig
from importlib.machinery import PathFinder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any, TypeAlias

    Settings: TypeAlias = dict[str, Any]
    Tell: TypeAlias = Callable[[Settings], Settings]

HOOKS = ("build_wheel", "build_editable", "prepare_metadata_for_build_wheel")
"""All have the settings as second parameter."""


def find_told(fullname: str, path: Sequence[str] | None) -> ModuleSpec | None:
    """A backend's module as everybody finds it, whose hooks add settings once it is loaded."""
    spec = PathFinder.find_spec(fullname, path)
    if spec is None or spec.loader is None:
        return None
    load = spec.loader.exec_module

    def exec_module(module: ModuleType) -> None:
        load(module)
        for name in HOOKS:
            if hasattr(module, name):
                vars(module)[name] = told(vars(module)[name], DIALECTS[fullname])

    vars(spec.loader)["exec_module"] = exec_module
    return spec


def told(hook: Callable[..., Any], tell: Tell) -> Callable[..., Any]:
    """A hook that is called with further settings."""

    def call(
        directory: str, config_settings: Settings | None = None, *args: object, **kwargs: object
    ) -> object:
        return hook(directory, tell(dict(config_settings or {})), *args, **kwargs)

    return call


def tell_meson(settings: Settings) -> Settings:
    """`MESON_ARGS`, the cross file among them, as far as the caller does not name them."""
    given = listed(settings.get("setup-args"))
    words = [word for word in shlex.split(os.environ.get("MESON_ARGS", "")) if word not in given]
    return {**settings, "setup-args": [*words, *given]}


def tell_py_build_cmake(settings: Settings) -> Settings:
    """A file for `--cross` with `CMAKE_ARGS` and the wheel's tags, before the caller's files."""
    path = os.path.join(os.path.dirname(__file__), "py-build-cmake.cross.toml")
    minor = "".join(map(str, sys.version_info[:2]))
    facts = {
        "implementation": "cp",
        "version": minor,
        "abi": f"cp{minor}{sysconfig.get_config_var('ABIFLAGS')}",
        "arch": sysconfig.get_platform().replace("-", "_").replace(".", "_"),
        "prefix": sys.prefix,
        "include_dir": sysconfig.get_path("include"),
        "soabi": sysconfig.get_config_var("SOABI"),
    }
    # A JSON string is a TOML string.
    lines = [f"{name} = {json.dumps(value)}\n" for name, value in facts.items()]
    arguments = shlex.split(os.environ.get("CMAKE_ARGS", ""))
    with open(path, "w", encoding="utf-8") as stream:
        stream.write("".join(lines) + f"[cmake]\nargs = {json.dumps(arguments)}\n")
    return {**settings, "--cross": [path, *listed(settings.get("--cross"))]}


def listed(value: str | list[str] | None) -> list[str]:
    """One setting, several or none."""
    return [] if value is None else [value] if isinstance(value, str) else value


DIALECTS: dict[str, Tell] = {
    "mesonpy": tell_meson,
    "py_build_cmake.build": tell_py_build_cmake,
}
"""By the module that `build-backend` names."""
