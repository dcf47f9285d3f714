"""The names that expressions may use: platforms, variant, and the functions of recipes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from condax.platforms import Os, Platforms, get_platform, platform_names
from condax.recipe.operators import Undefined, to_text
from condax.recipe.pin import Pin
from condax.recipe.syntax import ExpressionError, NotStaticError

if TYPE_CHECKING:
    from condax.platforms import Platform

Scalar = str | int | float | bool
Variant = Mapping[str, Scalar]

PLAIN_VERSION = re.compile(r"[A-Za-z0-9.]+\Z")

COMPILERS: Mapping[Os, Mapping[str, str]] = {
    Os.LINUX: {"c": "gcc", "cxx": "gxx", "fortran": "gfortran"},
    Os.MACOS: {"c": "clang", "cxx": "clangxx", "fortran": "gfortran"},
    Os.WINDOWS: {"c": "vs2022", "cxx": "vs2022", "fortran": "flang"},
    Os.ANY: {},
}
"""Compilers that rattler-build takes where the variant names none; others bear their language."""

SHARED_LIBRARY_ENDINGS = {Os.LINUX: ".so", Os.MACOS: ".dylib", Os.WINDOWS: ".dll"}
UNIX = frozenset({Os.LINUX, Os.MACOS})
OLD_CDTS = frozenset({"x86_64", "i686"})
"""Processors whose core dependency trees are CentOS 6 where the variant does not say."""


class TrackedNames(dict[str, object]):
    """Names with their values that remember which of them were read."""

    def __init__(self, values: Mapping[str, object]) -> None:
        """No name counts as read yet."""
        super().__init__(values)
        self.used: set[str] = set()

    def __getitem__(self, key: str) -> object:
        """The value, and note of its being read; a `KeyError` is noted too."""
        self.used.add(key)
        return super().__getitem__(key)


@lru_cache(maxsize=256)
def platform_variables(platforms: Platforms) -> Mapping[str, object]:
    """What rattler-build says of the platforms: `linux`, `aarch64`, `unix`, `build_platform` …"""
    host = platforms.host
    known = [get_platform(name) for name in platform_names()]
    real = [each for each in known if each.os is not Os.ANY]
    return {
        **{each.os.value: each.os is host.os for each in real},
        **{processor(each): processor(each) == processor(host) for each in real},
        **{each.subdir.replace("-", ""): each == host for each in real},
        "x86": False,
        "unix": host.os in UNIX,
        "target_platform": platforms.target.subdir,
        "host_platform": host.subdir,
        "build_platform": platforms.build.subdir,
        "SHLIB_EXT": SHARED_LIBRARY_ENDINGS.get(platforms.target.os, ""),
    }


def processor(platform: Platform) -> str:
    """The word for the processor in conditions: `x86_64`, `aarch64`, `arm64` …"""
    return platform.processor or ""


_ANY = get_platform(platform_names()[0])
PLATFORM_NAMES = platform_variables(Platforms(build=_ANY, host=_ANY, target=_ANY))
"""What is always defined, with the values of one platform: the types are those of all."""
OF_THE_MACHINE = frozenset(PLATFORM_NAMES.keys() - {"target_platform", "build_platform"})
"""What rattler-build says in a build string of the machine that it runs on, not of the host."""


def names_for(platforms: Platforms, variant: Variant) -> TrackedNames:
    """Names of a v1 recipe: variant keys over platform names, and the functions."""
    names = TrackedNames({**platform_variables(platforms), **variant})
    tools = Tools(platforms.host, variant, names.used)
    names.update(
        compiler=tools.compiler,
        stdlib=tools.stdlib,
        cdt=tools.cdt,
        match=match,
        pin_subpackage=pin_function("pin_subpackage"),
        pin_compatible=pin_function("pin_compatible"),
        is_linux=_family(Os.LINUX),
        is_osx=_family(Os.MACOS),
        is_windows=_family(Os.WINDOWS),
        is_unix=_family(*UNIX),
        env={"get": _no_environment, "exists": lambda _: False},
        git=_NOT_STATIC_GIT,
        load_from_file=_no_file,
    )
    return names


FUNCTION_NAMES = frozenset(
    {
        *("compiler", "stdlib", "cdt", "match", "pin_subpackage", "pin_compatible"),
        *("is_linux", "is_osx", "is_windows", "is_unix", "env", "git", "load_from_file"),
    }
)


def _no_environment(*_: object, **given: object) -> object:
    """The default, which is what an empty environment gives; without one there is no value."""
    if "default" in given:
        return given["default"]
    raise NotStaticError("environment variables are not known before the build")


def _no_file(*_: object, **__: object) -> object:
    raise NotStaticError("the contents of files are not known before the build")


def _no_git(*_: object, **__: object) -> object:
    raise NotStaticError("the git repository is not known before the build")


_NOT_STATIC_GIT = {"latest_tag": _no_git, "latest_tag_rev": _no_git, "head_rev": _no_git}


def _family(*families: Os) -> Callable[[object], bool]:
    def is_one(subdir: object) -> bool:
        if subdir not in platform_names():
            raise ExpressionError(f"{to_text(subdir)!r} is no platform")
        return get_platform(str(subdir)).os in families

    return is_one


def match(version: object, spec: object) -> bool:
    """Whether a version satisfies a spec such as `>=3.9,<4`; true for an undefined name."""
    from rattler import Version, VersionSpec
    from rattler.exceptions import InvalidVersionError, InvalidVersionSpecError

    if isinstance(version, Undefined) or version is None:
        return True
    text = (to_text(version).split(" ") or [""])[0]
    text = re.sub(r"(?:\.\*)+$", "", text).rstrip("*")
    try:
        return bool(VersionSpec(to_text(spec), strict=True).matches(Version(text)))
    except InvalidVersionError:
        raise ExpressionError(f"{text!r} is no version") from None
    except InvalidVersionSpecError:
        raise ExpressionError(f"{to_text(spec)!r} is no version constraint") from None


def pin_function(function: str) -> Callable[..., Pin]:
    """v1's `pin_subpackage` or `pin_compatible`."""

    def pin(name: object, **given: object) -> Pin:
        unknown = set(given) - {"exact", "lower_bound", "upper_bound", "build"}
        if unknown:
            raise ExpressionError(f"{function} has no argument {min(unknown)!r}")
        # A compiler with its version is one to pin, too.
        package = to_text(name).partition(" ")[0]
        if "exact" in given:
            exact = given["exact"]
            if not isinstance(exact, bool) or len(given) > 1:
                raise ExpressionError(f"{function} takes `exact`, true or false, and nothing else")
            return Pin(function=function, name=package, exact=exact, **_NO_BOUNDS)
        bounds = {k: None if v is None else to_text(v) for k, v in given.items()}
        for key in given.keys() & _NO_BOUNDS.keys():
            _check_bound(function, key, bounds[key])
        if bounds.get("build") == "*":
            del bounds["build"]
        return Pin(function=function, name=package, **bounds)  # type: ignore[arg-type]

    return pin


_NO_BOUNDS: Mapping[str, None] = {"lower_bound": None, "upper_bound": None}
PIN_PATTERN = re.compile(r"[x.]*")


def _check_bound(function: str, key: str, bound: str | None) -> None:
    from rattler import Version
    from rattler.exceptions import InvalidVersionError

    if bound is None or PIN_PATTERN.fullmatch(bound):
        return
    try:
        Version(bound)
    except InvalidVersionError:
        message = f"{bound!r} as `{key}` of {function} is neither `x.x` nor a version"
        raise ExpressionError(message) from None


class Tools:
    """`compiler`, `stdlib` and `cdt` for one platform pair and variant."""

    compilers: Mapping[Os, Mapping[str, str]] = COMPILERS
    bare_version = "={}"
    """How a version without operators is written behind the name; both spellings say the same."""

    def __init__(self, host: Platform, variant: Variant, used: set[str]) -> None:
        """Variant keys that a function looks up are added to `used`."""
        self.host = host
        self.variant = variant
        self.used = used

    def compiler(self, language: object) -> str:
        """The package of a language's compiler, with the version that the variant gives."""
        key = to_text(language)
        default = self.compilers[self.host.os].get(key, key)
        return self._package(f"{key}_compiler", default)

    def stdlib(self, language: object) -> str:
        """The package of a language's standard library; an error where the variant has none."""
        return self._package(f"{to_text(language)}_stdlib", None)

    def _package(self, key: str, default: str | None) -> str:
        self.used.update((key, f"{key}_version"))
        name = self.variant.get(key, default)
        if name is None:
            raise ExpressionError(f"no variant file gives {key!r} a value")
        version = self.variant.get(f"{key}_version")
        package = f"{to_text(name)}_{self.host.subdir}"
        if version is None:
            return package
        text = to_text(version)
        return f"{package} {self.bare_version.format(text) if PLAIN_VERSION.match(text) else text}"

    def cdt(self, package: object) -> str:
        """The package of a core dependency tree for the host."""
        architecture = processor(self.host)
        name = "cos6" if architecture in OLD_CDTS else "cos7"
        for key in ("cdt_name", "cdt_arch"):
            if key in self.variant:
                self.used.add(key)
        tree = self.variant.get("cdt_name", name)
        ending = f"{to_text(tree)}-{to_text(self.variant.get('cdt_arch', architecture))}"
        first, _, rest = to_text(package).partition(" ")
        return f"{first}-{ending} {rest}".rstrip()
