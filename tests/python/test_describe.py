from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from tests.python.conftest import DebianPython

from condax.errors import UsageError, VerificationError
from condax.python import describe_python, lint_build_details, open_tree
from condax.python.model import DescribedBy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DEBIAN = (
    DebianPython(suite="bookworm", version="3.11", arch="arm64"),
    DebianPython(suite="bookworm", version="3.11", arch="ppc64el"),
    DebianPython(suite="trixie", version="3.13", arch="arm64"),
    DebianPython(suite="trixie", version="3.13", arch="s390x"),
)
PLATFORMS = {"arm64": "aarch64", "ppc64el": "ppc64le", "s390x": "s390x"}
TRIPLETS = {"arm64": "aarch64", "ppc64el": "powerpc64le", "s390x": "s390x"}


@pytest.mark.integration
@pytest.mark.parametrize("python", DEBIAN, ids=lambda p: f"{p.version}-{p.arch}")
def test_debians_pythons_are_described_by_their_sysconfigdata(
    python: DebianPython, debian_python: Callable[[DebianPython], Path]
) -> None:
    found = describe_python(open_tree(debian_python(python)))
    digits, cpu = python.version.replace(".", ""), PLATFORMS[python.arch]
    assert found.described_by is DescribedBy.SYSCONFIGDATA
    assert found.version.language == python.version
    assert found.version.micro > 0
    assert found.subdir == found.platform == f"linux-{cpu}"
    assert found.soabi == f"cpython-{digits}-{TRIPLETS[python.arch]}-linux-gnu"
    assert found.wheel_tag == f"cp{digits}-cp{digits}-linux_{cpu}"
    assert found.headers == f"/usr/include/python{python.version}"
    library = f"/usr/lib/{TRIPLETS[python.arch]}-linux-gnu/libpython{python.version}.so.1.0"
    assert found.libraries.dynamic == library


def test_headers_and_file_names_are_enough(prefix: Path) -> None:
    found = describe_python(open_tree(prefix))
    assert found.described_by is DescribedBy.FILES
    assert str(found.version) == "3.12.4"
    assert found.platform == "linux-ppc64le"
    assert found.extension_suffix == ".cpython-312-powerpc64le-linux-gnu.so"
    assert found.libraries.dynamic == "/lib/libpython3.12.so.1.0"


def test_a_build_without_the_global_lock_has_no_stable_abi(prefix: Path) -> None:
    old, new = prefix / "lib/python3.12", prefix / "lib/python3.13t"
    old.rename(new)
    module = new / "lib-dynload/math.cpython-312-powerpc64le-linux-gnu.so"
    module.rename(module.with_name("math.cpython-313t-powerpc64le-linux-gnu.so"))
    # CPython gives this one no letter.
    for library in ("libpython3.13t.so.1.0", "libpython3.so"):
        (prefix / "lib" / library).touch()
    found = describe_python(open_tree(prefix))
    assert found.abi_flags == "t"
    assert found.libraries.dynamic == "/lib/libpython3.13t.so.1.0"
    assert found.libraries.dynamic_stableabi == "/lib/libpython3.so"
    assert found.extension_suffix == ".cpython-313t-powerpc64le-linux-gnu.so"
    assert found.stable_abi_suffix is None
    assert found.wheel_tag == "cp313-cp313t-linux_ppc64le"


def test_libraries_below_the_named_folder_are_found(prefix: Path) -> None:
    """What Debian 11's Python 3.9 says of itself, and where its libraries are."""
    multiarch = "powerpc64le-linux-gnu"
    values = {
        **{"VERSION": "3.12", "prefix": "/usr", "LIBDIR": "/usr/lib", "MULTIARCH": multiarch},
        **{"INCLUDEPY": "/usr/include/python3.12", "EXT_SUFFIX": f".cpython-312-{multiarch}.so"},
    }
    data = prefix / f"lib/python3.12/_sysconfigdata__linux_{multiarch}.py"
    data.write_text(f"build_time_vars = {values!r}\n")
    folder = prefix / "lib" / multiarch
    folder.mkdir()
    (prefix / "lib/libpython3.12.so.1.0").rename(folder / "libpython3.12.so.1.0")
    (folder / "libpython3.12.a").touch()
    libraries = describe_python(open_tree(prefix)).libraries
    assert libraries.dynamic == f"/usr/lib/{multiarch}/libpython3.12.so.1.0"
    assert libraries.static == f"/usr/lib/{multiarch}/libpython3.12.a"


def test_several_pythons_have_to_be_told_apart(prefix: Path) -> None:
    (prefix / "lib/python3.13").mkdir()
    (prefix / "lib/python3.13/os.py").touch()
    with pytest.raises(UsageError, match="several Pythons") as caught:
        describe_python(open_tree(prefix))
    assert caught.value.hint == "choose with --python: 3.12, 3.13"
    assert describe_python(open_tree(prefix), version="3.12").version.minor == 12


def test_conda_forges_link_for_noarch_packages_is_no_python(prefix: Path) -> None:
    (prefix / "lib/python3.1/site-packages").mkdir(parents=True)
    assert describe_python(open_tree(prefix)).version.minor == 12


def test_a_prefix_without_python_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no Python"):
        describe_python(open_tree(tmp_path))


def test_a_python_of_an_unknown_platform_says_so(prefix: Path) -> None:
    module = prefix / "lib/python3.12/lib-dynload/math.cpython-312-powerpc64le-linux-gnu.so"
    module.rename(module.with_name("math.cpython-312-vax-bsd.so"))
    with pytest.raises(UsageError, match="'vax-bsd'"):
        describe_python(open_tree(prefix))


@pytest.fixture
def details(prefix: Path) -> Path:
    """A `build-details.json` that says what nothing else in the prefix does."""
    version = {"major": 3, "minor": 12, "micro": 9, "releaselevel": "final", "serial": 0}
    document = {
        "schema_version": "1.0",
        "base_prefix": "/opt/python",
        "platform": "linux-ppc64le",
        "language": {"version": "3.12", "version_info": version},
        "implementation": {"name": "cpython", "version": version},
        "abi": {"flags": [], "extension_suffix": ".cpython-312-powerpc64le-linux-gnu.so"},
    }
    path = prefix / "lib/python3.12/build-details.json"
    path.write_text(json.dumps(document))
    return path


def test_build_details_win_over_everything_else(details: Path, prefix: Path) -> None:
    found = describe_python(open_tree(prefix))
    assert found.described_by is DescribedBy.BUILD_DETAILS
    assert (found.version.micro, found.base_prefix) == (9, "/opt/python")
    assert details.name in found.source


@pytest.fixture
def debians(details: Path) -> Path:
    """The same under the name that Debian's 3.14 has for it, beside that of a debug build."""
    debug = details.with_name("build-details.d.powerpc64le-linux-gnu.json")
    debug.write_text(details.read_text().replace("/opt/python", "/opt/debug"))
    return details.rename(details.with_name("build-details..powerpc64le-linux-gnu.json"))


def test_debians_name_for_build_details_is_known(debians: Path, prefix: Path) -> None:
    found = describe_python(open_tree(prefix))
    assert (found.source, found.base_prefix) == (f"lib/python3.12/{debians.name}", "/opt/python")


def test_what_is_wrong_with_debians_build_details_is_said(debians: Path, prefix: Path) -> None:
    debians.write_text("no JSON")
    with pytest.raises(VerificationError, match=re.escape(f"{debians.name} does not describe")):
        describe_python(open_tree(prefix))
    found = lint_build_details(open_tree(prefix), "lib/python3.12")
    assert [each.code for each in found] == ["CP101"]


def test_build_details_of_several_platforms_choose_none(details: Path, prefix: Path) -> None:
    text = details.read_text()
    details.unlink()
    for multiarch in ("powerpc64le-linux-gnu", "aarch64-linux-gnu"):
        details.with_name(f"build-details..{multiarch}.json").write_text(text)
    assert describe_python(open_tree(prefix)).described_by is DescribedBy.FILES


@pytest.mark.parametrize(
    ("flags", "suffix", "stable"),
    [
        ([], ".cpython-314-powerpc64le-linux-gnu.so", ".abi3.so"),
        (["t"], ".cpython-314t-powerpc64le-linux-gnu.so", None),
    ],
)
def test_what_a_cross_compiled_cpython_says_wrongly_is_known(
    tmp_path: Path, flags: list[str], suffix: str, stable: str | None
) -> None:
    """As 3.14.7 writes it, built for linux-ppc64le."""
    version = {"major": 3, "minor": 14, "micro": 7, "releaselevel": "final", "serial": 0}
    multiarch = "powerpc64le-linux-gnu"
    document = {
        "base_prefix": "/opt/python",
        "platform": "linux-powerpc64le",
        "language": {"version": "3.14", "version_info": version},
        "implementation": {"name": "cpython", "version": version, "_multiarch": multiarch},
        "abi": {"flags": flags},
        "suffixes": {"extensions": [".cpython-314-x86_64-linux-gnu.so", ".abi3.so", ".so"]},
    }
    path = tmp_path / f"lib/python3.14{''.join(flags)}/build-details.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(document))
    found = describe_python(open_tree(tmp_path))
    assert (found.extension_suffix, found.stable_abi_suffix) == (suffix, stable)
    assert (found.platform, found.subdir) == ("linux-ppc64le", "linux-ppc64le")


@pytest.mark.parametrize(
    "implementation", [{"name": "pypy", "_multiarch": "x86_64-linux-gnu"}, {"name": "cpython"}]
)
def test_a_suffix_that_nothing_tells_is_not_made_up(
    prefix: Path, implementation: dict[str, str]
) -> None:
    version = {"major": 3, "minor": 12, "micro": 9, "releaselevel": "final", "serial": 0}
    document = {
        "base_prefix": "/opt/python",
        "platform": "linux-x86_64",
        "language": {"version": "3.12", "version_info": version},
        "implementation": {**implementation, "version": version},
        "abi": {"flags": []},
    }
    (prefix / "lib/python3.12/build-details.json").write_text(json.dumps(document))
    with pytest.raises(VerificationError, match="extension_suffix"):
        describe_python(open_tree(prefix))


def test_broken_build_details_are_refused(prefix: Path) -> None:
    (prefix / "lib/python3.12/build-details.json").write_text("{}")
    with pytest.raises(VerificationError, match="does not describe a Python"):
        describe_python(open_tree(prefix))
