"""The names that selectors and Jinja of a `meta.yaml` may use, with conda-build's values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.platforms import Os, get_platform, platform_names
from condax.recipe.names import COMPILERS as V1_COMPILERS
from condax.recipe.names import SHARED_LIBRARY_ENDINGS, UNIX, Tools, Variant, processor
from condax.recipe.operators import to_text
from condax.recipe.pin import Pin
from condax.recipe.syntax import ExpressionError, NotStaticError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from condax.platforms import Platform, Platforms

DEFAULT_PYTHON = "3.12"
DEFAULT_NUMPY = "1.26"
"""What `py` and `np` are where no variant says, as in conda-build."""

DEFAULT_LOWER = "x.x.x.x.x.x"
"""Lowest version of a pin that says nothing about it: the one built against."""

COMPILERS = {
    **V1_COMPILERS,
    Os.WINDOWS: {"c": "vs2017", "cxx": "vs2017", "fortran": "gfortran"},
}
"""Compilers that conda-build takes where the variant names none."""

NOT_STATIC_FUNCTIONS = (
    *("load_setup_py_data", "load_setuptools", "load_npm", "load_file_regex", "load_file_data"),
    *("load_str_data", "installed", "resolved_packages"),
)
NOT_STATIC_NAMES = (
    *("GIT_BUILD_STR", "GIT_DESCRIBE_HASH", "GIT_DESCRIBE_NUMBER", "GIT_DESCRIBE_TAG"),
    *("GIT_DESCRIBE_TAG_PEP440", "GIT_FULL_HASH", "GIT_STUB", "datetime", "time"),
)
BUILD_VARIABLES = (
    *("PYTHON", "PREFIX", "BUILD_PREFIX", "SRC_DIR", "RECIPE_DIR", "SP_DIR", "PKG_NAME", "PIP"),
    *("PKG_VERSION", "PKG_BUILDNUM", "PKG_HASH", "CPU_COUNT", "SHLIB_EXT", "R", "PERL"),
    *("LIBRARY_PREFIX", "LIBRARY_BIN", "LIBRARY_INC", "LIBRARY_LIB", "SCRIPTS", "STDLIB_DIR"),
    *("PY_VER", "NPY_VER"),
)
"""Variables of the build script, known only there: they stand for themselves."""


def selector_names(platforms: Platforms, variant: Variant) -> dict[str, object]:
    """What conda-build's selectors know: platforms, `py`, `np`, and every variant key."""
    host = platforms.host
    names = dict(platform_selectors(platforms))
    python = to_text(variant.get("python", DEFAULT_PYTHON)).split(" ")[0]
    parts = [re.sub(r"\D.*", "", part) for part in python.split(".")]
    digits = "".join((*parts, "")[:2]) or "0"
    names.update(
        py=int(digits),
        py3k=digits.startswith("3"),
        py2k=digits.startswith("2"),
        **{f"py{v}": digits == v for v in ("26", "27", "33", "34", "35", "36")},
        np=_leading_number(to_text(variant.get("numpy", DEFAULT_NUMPY))),
        pl=to_text(variant.get("perl", "5.26.2")),
        lua=to_text(variant.get("lua", "5")),
        luajit=to_text(variant.get("lua", "5")).startswith("2"),
        nomkl=False,
        environ={},
        os={"environ": {}, "getenv": {}.get, "sep": "/"},
        build_platform=platforms.build.subdir,
        target_platform=to_text(variant.get("target_platform", host.subdir)),
    )
    for key, value in variant.items():
        if key not in names:
            names[key] = typed(value)
    return names


def platform_selectors(platforms: Platforms) -> Mapping[str, object]:
    """`linux`, `osx`, `win`, `unix`, processors and old spellings such as `linux64`."""
    host = platforms.host
    known = [get_platform(name) for name in platform_names()]
    real = [each for each in known if each.os is not Os.ANY]
    word = processor(host)
    return {
        **{each.os.value: each.os is host.os for each in real},
        **{processor(each): processor(each) == word for each in real},
        "unix": host.os in UNIX,
        "x86": word == "x86_64",
        "linux32": False,
        "win32": False,
        "linux64": host.os is Os.LINUX and word == "x86_64",
        "win64": host.os is Os.WINDOWS and word == "x86_64",
        "arm": False,
        "emscripten": False,
        "wasi": False,
    }


def _leading_number(version: str) -> int:
    digits = "".join(re.findall(r"\d+", version.split(" ")[0])[:2])
    return int(digits or 0)


def typed(value: object) -> object:
    """A variant's value as selectors see it: whole numbers and booleans are no text."""
    text = to_text(value)
    if re.fullmatch(r"[-+]?\d+", text):
        return int(text)
    return {"true": True, "false": False}.get(text.lower(), value)


def jinja_names(platforms: Platforms, variant: Variant, used: set[str]) -> dict[str, object]:
    """What `{{ … }}` knows: selectors, the variant as text, and the functions of conda-build."""
    tools = Tools(platforms.host, variant, used)
    tools.compilers = COMPILERS
    tools.bare_version = "{}.*"
    python, numpy = (
        to_text(variant.get(key, default)).split(" ")[0].split(".")[:2]
        for key, default in (("python", DEFAULT_PYTHON), ("numpy", DEFAULT_NUMPY))
    )
    names: dict[str, object] = {
        **selector_names(platforms, variant),
        "CONDA_PY": "".join(python),
        "CONDA_NPY": "".join(numpy),
        **{key: to_text(value) for key, value in variant.items()},
    }
    if platforms.host.os is Os.MACOS:
        names.setdefault("MACOSX_DEPLOYMENT_TARGET", platforms.host.min_libc)
    names["SHLIB_EXT"] = SHARED_LIBRARY_ENDINGS.get(platforms.host.os, "")
    names.update({name: f"${{{{ {name} }}}}" for name in BUILD_VARIABLES if name not in names})
    names.update({name: NotStatic(name) for name in (*NOT_STATIC_FUNCTIONS, *NOT_STATIC_NAMES)})
    environment = NoEnvironment()
    separator = "\\" if platforms.build.os is Os.WINDOWS else "/"
    system = {"environ": environment, "getenv": environment.get, "sep": separator}
    names.update(environ=environment, os=system)
    names.update(
        build_platform=platforms.build.subdir,
        target_platform=to_text(variant.get("target_platform", platforms.host.subdir)),
        compiler=tools.compiler,
        stdlib=_stdlib(tools, platforms.host, variant),
        cdt=tools.cdt,
        ccache=lambda *_: "ccache",
        pin_compatible=_pin_compatible,
        pin_subpackage=pin_subpackage,
    )
    return names


class NoEnvironment:
    """`os.environ` without variables, so that a recipe means the same on every machine."""

    __slots__ = ()

    def __contains__(self, _: object) -> bool:
        """No variable is set."""
        return False

    def get(self, name: object, *default: object) -> object:
        """The default, where there is one."""
        return default[0] if default else self[name]

    def __getitem__(self, name: object) -> str:
        """Without a default, a variable is known only to the build."""
        if name in BUILD_VARIABLES:
            return f"${{{{ {name} }}}}"
        raise NotStaticError(f"{to_text(name)!r} is known only when the package is built")


class NotStatic:
    """A name whose value is not in the recipe: any use of it is an error that says so."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        """The name is for the message."""
        object.__setattr__(self, "_name", name)

    def _refuse(self, *_: object, **__: object) -> str:
        raise NotStaticError(f"{self._name!r} is known only when the package is built")

    __call__ = __getitem__ = __iter__ = __str__ = __len__ = __add__ = __radd__ = _refuse
    __bool__ = __contains__ = __lt__ = __gt__ = __le__ = __ge__ = __mod__ = _refuse

    def __getattr__(self, _: str) -> object:
        """An attribute is as little known."""
        return self


def _stdlib(tools: Tools, host: Platform, variant: Variant) -> Callable[[object], str]:
    def stdlib(language: object) -> str:
        key = to_text(language)
        if f"{key}_stdlib" not in variant:
            # conda-build takes the language itself where no variant names a package.
            return f"{key}_{host.subdir}"
        return tools.stdlib(key)

    return stdlib


def pin_subpackage(
    subpackage_name: object,
    min_pin: object = DEFAULT_LOWER,
    max_pin: object = "x",
    exact: object = False,
) -> str:
    """conda-build's function; it has none of v1's other arguments."""
    return _pin("pin_subpackage", subpackage_name, (min_pin, max_pin), exact=bool(exact))


def _pin_compatible(package_name: object, *rest: object, **given: object) -> str:
    """conda-build's `pin_compatible(name, lower_bound, upper_bound, min_pin, max_pin, exact)`."""
    unknown = set(given) - {*PIN_COMPATIBLE, "exact"}
    if unknown:
        raise ExpressionError(f"pin_compatible has no argument {min(unknown)!r}")
    named = dict(zip(PIN_COMPATIBLE, rest, strict=False)) | given
    lower = named.get("lower_bound") or named.get("min_pin", DEFAULT_LOWER)
    upper = named.get("upper_bound") or named.get("max_pin", "x")
    return _pin("pin_compatible", package_name, (lower, upper), exact=bool(named.get("exact")))


PIN_COMPATIBLE = ("lower_bound", "upper_bound", "min_pin", "max_pin")
PIN_MARK, PIN_SEPARATOR = "\ue210", "\ue211"
PART = f"([^{PIN_MARK}{PIN_SEPARATOR}]*)"
PIN = re.compile(
    PIN_MARK + PIN_SEPARATOR.join([PART] * 5) + PIN_MARK + r"(?:[ \t]+([\w.*-]+)[ \t]*\Z)?"
)
"""A pin, and the build string that may stand behind it."""


def _pin(function: str, name: object, bounds: tuple[object, object], *, exact: bool) -> str:
    """A pin in characters that mean nothing to YAML, wherever it is written."""
    lower, upper = ("", "") if exact else (to_text(each or "") for each in bounds)
    parts = (function, to_text(name), lower, upper, "exact" if exact else "")
    return PIN_MARK + PIN_SEPARATOR.join(parts) + PIN_MARK


def with_pins(text: str) -> str:
    """Text with the pins that Jinja wrote as `${{ pin_…(…) }}`."""
    return PIN.sub(_pin_call, text) if PIN_MARK in text else text


def _pin_call(match: re.Match[str]) -> str:
    function, name, lower, upper, exact, build = match.groups()
    pin = Pin(
        function=function,
        name=name,
        exact=bool(exact),
        lower_bound=lower or None,
        upper_bound=upper or None,
        build=build,
    )
    return f"${{{{ {pin.text} }}}}"
