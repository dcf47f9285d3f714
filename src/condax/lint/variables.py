"""What the shell's variables can hold in a build on and for given machines."""

from __future__ import annotations

import enum
import fnmatch
import functools
import itertools
import re
from typing import TYPE_CHECKING

from condax.platforms import TABLE, get_platform
from condax.recipe.v0.names import BUILD_VARIABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Key = tuple[str, str, str]
"""Subdirs of the build, host and target platform."""


class Unknown(enum.Enum):
    """A value that cannot be told."""

    SAME = "it is the same for every machine that is built for"
    MACHINE = "the machine that is built for may decide it"


Values = frozenset[str | Unknown]
"""All that a variable or a text can be."""
EXPANSION = re.compile(r"\$\{(?P<name>\w+)(?P<rest>[^}]*)\}|\$(?P<bare>[A-Za-z_]\w*)")
SUBSTITUTION = re.compile(r"\$\(([^()`]*)\)|`([^`]*)`")
NAMES = re.compile(r"\$\{?[#!]?([A-Za-z_]\w*)")
LEFT = re.compile(r"\$[({\d#?@*!]|`")
"""What is expanded to something that cannot be told: `$1`, `$((A + B))`, `$(a $(b))`."""
AT_MOST = 16
"""How many combinations of its variables' values a text is expanded with."""
PROCESSORS = re.compile(
    "|".join(
        sorted({each for row in TABLE for each in (row.zig_cpu, row.wheel_cpu) if each}, key=len)
    )
)
OPTION = re.compile(r"[A-Z][A-Z0-9_]+$")
"""Names of variables that a user would set, and a build does not, unless they are among `GIVEN`."""
GIVEN = frozenset(
    {
        *BUILD_VARIABLES,
        *("CFLAGS", "CXXFLAGS", "CPPFLAGS", "FFLAGS", "FCFLAGS", "LDFLAGS", "MAKEFLAGS"),
        *("CONDA_BUILD", "CONDA_BUILD_SYSROOT", "CONDA_PREFIX", "HOME", "PATH"),
    }
)
"""Variables that every build has, whatever is in them."""
TOLD = frozenset(
    {
        *("CC", "CXX", "FC", "F77", "CPP", "LD", "AR", "GCC", "GXX", "GFORTRAN"),
        *("CMAKE_ARGS", "MESON_ARGS", "CARGO_BUILD_TARGET", "GOARCH", "CONDA_BUILD_SKIP_TESTS"),
    }
)
"""Variables that activation sets for the machine that is built for, to what is not known here."""


class Variables:
    """The values at one point of a script, which the walk through it moves on."""

    def __init__(self, key: Key) -> None:
        """The values when the script begins."""
        self.key = key
        self.about = set(_about_at_start(key))
        """Variables that the machine which is built for decides."""
        self.values = dict(_values_at_start(key))

    def is_about_machines(self, text: str) -> bool:
        """Whether a text names a processor, or looks at a variable that the machine decides."""
        if "$" not in text:
            return PROCESSORS.search(text) is not None
        if PROCESSORS.search(NAMES.sub("", text)):
            return True
        return any(name in self.about for name in NAMES.findall(text))

    def unknown(self, text: str) -> Values:
        """What a text is that cannot be expanded."""
        about = self.is_about_machines(text)
        return frozenset({Unknown.MACHINE if about else Unknown.SAME})

    def assign(self, name: str, value: str, *, surely: bool, about: bool) -> None:
        """Follow an assignment; `about`: the machine decides whether it is made."""
        before = self.values.get(name, frozenset({Unknown.SAME}))
        about = about or self.is_about_machines(value)
        new = self.expand(value)
        self.values[name] = new if surely else new | before
        if about:
            self.about.add(name)
        elif surely:
            self.about.discard(name)

    def expand(self, text: str) -> Values:
        """All that a text without quotes can be."""
        if "$" not in text and "`" not in text:
            return frozenset({text})
        whole = text
        while found := SUBSTITUTION.search(text):
            printed = self._printed(found[1] or found[2] or "")
            if printed is None:
                return self.unknown(whole)
            text = text[: found.start()] + printed + text[found.end() :]
        text = EXPANSION.sub(self._option, text)
        names = sorted({each["name"] or each["bare"] for each in EXPANSION.finditer(text)})
        listed = [sorted(self._of(name), key=str) for name in names]
        results: set[str | Unknown] = set()
        for count, combination in enumerate(itertools.product(*listed)):
            unknowns = [each for each in combination if isinstance(each, Unknown)]
            if unknowns or count >= AT_MOST:
                results |= self.unknown(whole)
                results |= {Unknown.MACHINE} & {*unknowns}
            else:
                results |= self._substituted(text, dict(zip(names, combination, strict=True)))
        return frozenset(results)

    def _option(self, found: re.Match[str]) -> str:
        """`${TESTS:-no}` is `no` where neither the script nor the build sets it."""
        name, rest = found["name"] or "", found["rest"] or ""
        is_set = name in self.values or name in GIVEN
        is_option = OPTION.match(name) and not is_set and rest.lstrip(":")[:1] == "-"
        return (_modified("", rest) or "") if is_option else found[0]

    def _of(self, name: str) -> Values:
        return self.values.get(name, frozenset({Unknown.SAME}))

    def _substituted(self, text: str, values: dict[str, str | Unknown]) -> Values:
        parts, position = [], 0
        for found in EXPANSION.finditer(text):
            value = _modified(str(values[found["name"] or found["bare"]]), found["rest"] or "")
            if value is None:
                return self.unknown(text)
            parts += [text[position : found.start()], value]
            position = found.end()
        whole = "".join([*parts, text[position:]])
        return self.unknown(text) if LEFT.search(whole) else frozenset({whole})

    def _printed(self, words: str) -> str | None:
        """What `uname` and the like print: they ask the machine that builds."""
        machine = get_platform(self.key[0])
        name, _, option = " ".join(words.split()).partition(" ")
        if name == "arch":
            return machine.zig_cpu
        system = machine.cmake_system_name
        answers = {"": system, "-s": system, "-o": f"GNU/{system}", "-m": machine.zig_cpu}
        return answers.get(option) if name == "uname" else None


def _modified(value: str, rest: str) -> str | None:
    """`${NAME:-word}`, `${NAME+word}`, `${NAME%%-*}` and their like."""
    found = re.fullmatch(r"(:?[-+=]|%%?|##?)(.*)", rest, re.DOTALL)
    if not rest or found is None:
        return None if rest else value
    operator, word = found[1].lstrip(":"), found[2]
    if operator in {"-", "="}:
        return value or word
    if operator == "+":
        return word if value else ""
    return _cut(value, operator, word)


def _cut(value: str, operator: str, pattern: str) -> str:
    """The value without the shortest or longest beginning (`#`) or end (`%`) of that pattern."""
    for index in _positions(len(value), operator):
        head, tail = value[:index], value[index:]
        if fnmatch.fnmatchcase(head if operator[0] == "#" else tail, pattern):
            return tail if operator[0] == "#" else head
    return value


def _positions(length: int, operator: str) -> Iterator[int]:
    ascending = operator in {"#", "%%"}
    yield from range(length + 1) if ascending else range(length, -1, -1)


@functools.cache
def _about_at_start(key: Key) -> frozenset[str]:
    return TOLD.union(_machine_variables(key))


@functools.cache
def _values_at_start(key: Key) -> Mapping[str, Values]:
    known = {**_machine_variables(key), **_system_variables(key)}
    return {
        **dict.fromkeys(TOLD, frozenset({Unknown.MACHINE})),
        **{name: frozenset({value}) for name, value in known.items()},
    }


@functools.cache
def _machine_variables(key: Key) -> Mapping[str, str]:
    build, host, target = key
    build_triplet, host_triplet = (get_platform(each).conda_triplet or "" for each in (build, host))
    return {
        "CONDA_BUILD_CROSS_COMPILATION": "1" if build != host else "",
        "CROSSCOMPILING_EMULATOR": "",
        "CMAKE_CROSSCOMPILING_EMULATOR": "",
        "build_platform": build,
        "host_platform": host,
        "target_platform": target,
        "ARCH": host.rpartition("-")[2],
        "SUBDIR": host,
        "BUILD": build_triplet,
        "HOST": host_triplet,
        "build_alias": build_triplet,
        "host_alias": host_triplet,
        "CONDA_TOOLCHAIN_BUILD": build_triplet,
        "CONDA_TOOLCHAIN_HOST": host_triplet,
    }


def _system_variables(key: Key) -> Mapping[str, str]:
    """The same on every Linux machine."""
    return {"OSTYPE": f"{get_platform(key[0]).os.value}-gnu", "OSX_ARCH": ""}
