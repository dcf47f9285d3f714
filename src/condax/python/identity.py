"""The identity contract: how code asks a Python who it is, and what the real target answers.

`EXPRESSIONS` are evaluated by an interpreter, which may be one in disguise; `goldens/<subdir>.json`
holds what CPython itself answered on the platform, `goldens/t/<subdir>.json` what it answered
without the global lock, with `{prefix}`, `{version}` (`3.13`) and `{digits}` (`313`) where the
answer depends on them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from condax.errors import UsageError, VerificationError
from condax.python.describe import describe_python
from condax.python.tree import open_tree
from condax.system.files import write_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from condax.python.model import TargetPython
    from condax.system.process import Runner

GOLDENS = Path(__file__).parent / "goldens"

ABSENT = "not installed"
"""The answer where the module that is asked for is not there; it contradicts nothing."""

_PATHS = ("data", "include", "platinclude", "platlib", "platstdlib", "purelib", "scripts", "stdlib")
_VARIABLES = (
    *("ABIFLAGS", "ALIGNOF_LONG", "EXT_SUFFIX", "HOST_GNU_TYPE", "INCLUDEPY", "LDLIBRARY"),
    *("LDVERSION", "LIBDIR", "LIBPL", "MULTIARCH", "Py_ENABLE_SHARED", "SIZEOF_LONG_DOUBLE"),
    *("SIZEOF_VOID_P", "SOABI", "VERSION", "base", "exec_prefix", "installed_base", "prefix"),
)

EXPRESSIONS: tuple[str, ...] = (
    "sys.platform",
    "sys.prefix",
    "sys.exec_prefix",
    "sys.base_prefix",
    "sys.base_exec_prefix",
    "sys.executable",
    "sys.abiflags",
    "sys.byteorder",
    "sys.maxsize",
    "sys.version_info[:2]",
    "sys.implementation.name",
    "sys.implementation.cache_tag",
    "sys.implementation._multiarch",
    "os.name",
    "os.uname().sysname",
    "os.uname().machine",
    "platform.machine()",
    "platform.system()",
    "platform.uname().machine",
    "platform.architecture()[0]",
    "platform.python_implementation()",
    "platform.libc_ver()[0]",
    "struct.calcsize('P')",
    "ctypes.sizeof(ctypes.c_longdouble)",
    "importlib.machinery.EXTENSION_SUFFIXES",
    "site.getsitepackages()",
    "sysconfig.get_platform()",
    "sysconfig.get_python_version()",
    "sysconfig.get_default_scheme()",
    "sysconfig.get_config_h_filename()",
    "sysconfig.get_makefile_filename()",
    *(f"sysconfig.get_path({name!r})" for name in _PATHS),
    *(f"sysconfig.get_config_var({name!r})" for name in _VARIABLES),
    "distutils.sysconfig.get_python_inc()",
    "distutils.util.get_platform()",
    "setuptools._distutils.util.get_platform()",
    "str(next(packaging.tags.cpython_tags())).rpartition('-')[0]",
    "[tag for tag in packaging.tags.platform_tags() if tag.startswith('linux')]",
    # NumPy 1, which the older Pythons have as well, names the folder without an underscore.
    "numpy.get_include().replace('numpy/core/', 'numpy/_core/')",
    "pybind11.get_include()",
)

_PROBE = """\
import importlib, json, sys
answers = {}
for text in json.loads(sys.argv[1]):
    names = {}
    try:
        for name in json.loads(sys.argv[2])[text]:
            importlib.import_module(name)
            names[name.partition(".")[0]] = sys.modules[name.partition(".")[0]]
        answers[text] = repr(eval(text, names))
    except ImportError:
        answers[text] = json.loads(sys.argv[3])
    except Exception as e:
        answers[text] = type(e).__name__ + ": " + str(e)
print(json.dumps(answers))
"""

_MODULE = re.compile(r"(?<![\w.'\"])([a-z_]\w*(?:\.[a-z_]\w*)*)(?=\.\w)")
_MODULES = {
    "importlib.machinery.EXTENSION_SUFFIXES": ("importlib.machinery",),
    "distutils.sysconfig.get_python_inc()": ("distutils.sysconfig",),
    "distutils.util.get_platform()": ("distutils.util",),
    "setuptools._distutils.util.get_platform()": ("setuptools._distutils.util",),
    "str(next(packaging.tags.cpython_tags())).rpartition('-')[0]": ("packaging.tags",),
    "[tag for tag in packaging.tags.platform_tags() if tag.startswith('linux')]": (
        "packaging.tags",
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One expression that an interpreter answers otherwise than the real target."""

    expression: str
    expected: str
    found: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ConformOptions:
    """What `conform` may be told."""

    interpreter: tuple[str, ...] = ()
    """Command that starts the Python to ask; empty for `bin/python` of the prefix."""
    golden: Path | None = None
    """Answers of the real target; `None` takes those that condax has for its platform."""


def conform(
    prefix: Path, options: ConformOptions, *, env: Mapping[str, str], run: Runner
) -> tuple[Difference, ...]:
    """Where the Python of a host environment answers otherwise than the target's own.

    Raises `UsageError` where there is no Python, or nobody has recorded the real one.
    """
    python = describe_python(open_tree(prefix))
    golden = load_golden(python, options.golden)
    answers = ask(options.interpreter or (f"{prefix}/bin/python",), env=env, run=run)
    return compare(answers, golden, python, str(prefix))


def ask(interpreter: Sequence[str], *, env: Mapping[str, str], run: Runner) -> dict[str, str]:
    """What an interpreter answers, as `repr`; `interpreter` may be an emulator's command line.

    Raises `VerificationError` if it prints anything else.
    """
    modules = {text: _modules_of(text) for text in EXPRESSIONS}
    arguments = (json.dumps(EXPRESSIONS), json.dumps(modules), json.dumps(ABSENT))
    printed = run([*interpreter, "-c", _PROBE, *arguments], env=env).stdout
    try:
        answers = json.loads(printed.splitlines()[-1])
    except (ValueError, IndexError):
        raise VerificationError(
            f"{interpreter[-1]!r} does not answer as a Python does",
            hint="check that it runs: " + " ".join((*interpreter, "-V")),
        ) from None
    return {str(text): str(answer) for text, answer in answers.items()}


def compare(
    answers: Mapping[str, str], golden: Mapping[str, str], python: TargetPython, prefix: str
) -> tuple[Difference, ...]:
    """Expressions with another answer than the golden one, in the order of the table.

    Modules that are missing on either side contradict nothing.
    """
    expected = {text: _filled(value, python, prefix) for text, value in golden.items()}
    return tuple(
        Difference(expression=text, expected=expected[text], found=answers[text])
        for text in EXPRESSIONS
        if text in expected
        and ABSENT not in {expected[text], answers[text]}
        and answers[text] != expected[text]
    )


def load_golden(python: TargetPython, path: Path | None = None) -> Mapping[str, str]:
    """The answers of the real target: of `path`, or those recorded for its platform and ABI flags.

    Raises `UsageError` where there are none.
    """
    path = path or GOLDENS / python.abi_flags / f"{python.subdir}.json"
    if not path.is_file():
        flags = f" with the ABI flags {python.abi_flags!r}" if python.abi_flags else ""
        raise UsageError(
            f"nobody has recorded what Python{flags} answers on {python.subdir}: no {path.name!r}",
            hint="record it with the real interpreter: condax conform PREFIX --record FILE",
        )
    values: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return values


def record(answers: Mapping[str, str], python: TargetPython, prefix: str, path: Path) -> None:
    """Write answers as a golden file, with placeholders for prefix and version."""
    version, digits = _version_of(python)
    values = {
        text: answer.replace(prefix, "{prefix}")
        .replace(version, "{version}")
        .replace(digits, "{digits}")
        .replace(digits.replace("3", "3, ", 1), "{tuple}")
        for text, answer in answers.items()
    }
    write_text(path, json.dumps(values, indent=1, sort_keys=True) + "\n")


def _filled(value: str, python: TargetPython, prefix: str) -> str:
    version, digits = _version_of(python)
    return (
        value.replace("{prefix}", prefix)
        .replace("{version}", version)
        .replace("{digits}", digits)
        .replace("{tuple}", digits.replace("3", "3, ", 1))
    )


def _version_of(python: TargetPython) -> tuple[str, str]:
    language = python.version.language
    return language, language.replace(".", "")


def _modules_of(text: str) -> tuple[str, ...]:
    """What has to be imported before an expression can be evaluated."""
    if text in _MODULES:
        return _MODULES[text]
    return tuple(dict.fromkeys(match.partition(".")[0] for match in _MODULE.findall(text)))
