from __future__ import annotations

import base64
import hashlib
import io
import marshal
import py_compile
import tarfile
from pathlib import Path
from types import CodeType
from typing import IO, TYPE_CHECKING, Any

import pytest

from condax.build.payload import PLACEHOLDER, rewritten_payload

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

INFO = "lib/python3.13/site-packages/tool-1.0.dist-info"
MOMENT = 0x01020304
PREFIXES = tuple(
    f"/{name}" + "_" * (254 - len(name.encode())) for name in ("one", "two", "dreißig")
)


def packed(files: Mapping[str, str]) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    for name, text in files.items():
        yield tarfile.TarInfo(name), io.BytesIO(text.encode())


def described(files: Mapping[str, str], prefix: str) -> dict[str, Any]:
    """`paths.json` as rattler-build writes it, which declares no prefix in byte code."""
    entries = []
    for name, text in files.items():
        entry: dict[str, Any] = {"_path": name, "sha256": hashlib.sha256(text.encode()).hexdigest()}
        entry["size_in_bytes"] = len(text)
        if prefix in text and not name.endswith(".pyc"):
            entry["prefix_placeholder"] = prefix
        entries.append(entry)
    return {"paths": entries}


def rewritten(files: Mapping[str, str], prefix: str) -> tuple[dict[str, str], dict[str, Any]]:
    paths = described(files, prefix)
    made = {}
    for member, content in rewritten_payload(packed(files), prefix, paths, MOMENT):
        made[member.name] = (content if isinstance(content, bytes) else content.read()).decode()
    return made, {entry["_path"]: entry for entry in paths["paths"]}


def installed(prefix: str) -> dict[str, str]:
    """What pip leaves of a project with a script."""
    script = f"#!{prefix}/bin/python\n"
    digest = hashlib.sha256(script.encode()).hexdigest()
    return {
        f"{INFO}/INSTALLER": "conda",
        f"{INFO}/RECORD": (
            f"../../../bin/tool,sha256={digest},{len(script)}\r\n"
            f"tool-1.0.dist-info/INSTALLER,sha256={digest},4\r\n"
            "tool-1.0.dist-info/RECORD,,\r\n"
            f"tool-1.0.dist-info/direct_url.json,sha256={digest},99\r\n"
            f"../../../bin/made-later,sha256={digest},1\r\n"
        ),
        f"{INFO}/direct_url.json": f'{{"dir_info": {{}}, "url": "file://{prefix[:9]}/work"}}',
        "lib/tool.cpython-313.pyc": f"pyc\n\1\0\0\0{prefix}/tool.py",
        "bin/tool": script,
    }


def test_files_of_a_python_package_do_not_depend_on_the_folder() -> None:
    (one, paths), *rest = (rewritten(installed(prefix), prefix) for prefix in PREFIXES)
    assert rest == [(one, paths)] * 2
    for name, text in one.items():
        assert paths[name]["sha256"] == hashlib.sha256(text.encode()).hexdigest()
        assert paths[name]["size_in_bytes"] == len(text)


def test_byte_code_names_the_recorded_prefix_and_does_not_declare_it() -> None:
    made, paths = rewritten(installed(PREFIXES[0]), PREFIXES[0])
    [name] = [name for name in made if name.endswith(".pyc")]
    assert made[name] == f"pyc\n\1\0\0\0{PLACEHOLDER}/tool.py"
    assert "prefix_placeholder" not in paths[name]
    assert paths["bin/tool"]["prefix_placeholder"] == PLACEHOLDER


@pytest.mark.parametrize(
    ("header", "dated"),
    [
        ("pyc\n\0\0\0\0date", "pyc\n\0\0\0\0\4\3\2\1"),
        ("pyc\n\1\0\0\0hash", "pyc\n\1\0\0\0hash"),
        ("pyc\n", "pyc\n"),
    ],
    ids=["by-date", "by-digest", "cut-off"],
)
def test_byte_code_has_the_date_of_its_source(header: str, dated: str) -> None:
    made, _ = rewritten({"tool.pyc": header}, PREFIXES[0])
    assert made["tool.pyc"] == dated


@pytest.mark.parametrize("module", ["tool", "_config-linux.x", "schlüssel", "long" * 60])
def test_byte_code_of_a_temporary_folder_is_called_by_its_place(
    module: str, tmp_path: Path
) -> None:
    """As rattler-build compiles what a script left uncompiled."""
    place = f"lib/python3.13/{module}.py"
    name = f"lib/python3.13/__pycache__/{module}.cpython-313.pyc"
    made = []
    for folder in (tmp_path / "a", tmp_path / "another"):
        source = folder / place
        source.parent.mkdir(parents=True)
        source.write_text("def outer():\n    return lambda: __file__\n")
        compiled = Path(str(py_compile.compile(str(source), str(tmp_path / "pyc"), doraise=True)))
        packed = [(tarfile.TarInfo(name), io.BytesIO(compiled.read_bytes()))]
        paths = {"paths": [{"_path": name}]}
        made += [content for _, content in rewritten_payload(packed, PREFIXES[0], paths, MOMENT)]
    one, other = made
    assert one == other
    assert isinstance(one, bytes)
    assert file_names(marshal.loads(one[16:])) == {place}


def file_names(code: CodeType) -> set[str]:
    inner = (each for each in code.co_consts if isinstance(each, CodeType))
    return {code.co_filename}.union(*map(file_names, inner))


def test_byte_code_of_a_source_with_the_prefix_in_it_is_left_out() -> None:
    """NumPy's `__config__.py` and Python's own `_sysconfigdata`: installing changes them."""
    files = {
        "lib/tool/config.py": f"prefix = '{PREFIXES[0]}'",
        "lib/tool/__pycache__/config.cpython-313.pyc": "pyc\n\3\0\0\0digest",
        "lib/tool/plain.py": "prefix = None",
        "lib/tool/__pycache__/plain.cpython-313.pyc": "pyc\n\3\0\0\0digest",
    }
    made, paths = rewritten(files, PREFIXES[0])
    left = [*files]
    left.remove("lib/tool/__pycache__/config.cpython-313.pyc")
    assert [*made] == left == [*paths]


def test_the_record_describes_the_files_of_the_package() -> None:
    made, _ = rewritten(installed(PREFIXES[0]), PREFIXES[0])

    def digest(name: str) -> str:
        packed = base64.urlsafe_b64encode(hashlib.sha256(made[name].encode()).digest())
        return f"sha256={packed.decode().rstrip('=')},{len(made[name])}"

    assert made[f"{INFO}/RECORD"].split("\r\n") == [
        f"../../../bin/tool,{digest('bin/tool')}",
        f"tool-1.0.dist-info/INSTALLER,{digest(f'{INFO}/INSTALLER')}",
        "tool-1.0.dist-info/RECORD,,",
        "../../../bin/made-later,,",
        "",
    ]


@pytest.mark.parametrize(
    ("url", "stays"),
    [
        ("file:///home/me/work", False),
        (f"file://{PREFIXES[0]}/share/tool", False),
        ("https://example.org/tool.git", True),
    ],
    ids=["folder", "folder-of-the-prefix", "repository"],
)
def test_only_an_origin_on_the_machine_goes(url: str, stays: bool) -> None:
    name = f"{INFO}/direct_url.json"
    made, paths = rewritten({name: f'{{"url": "{url}"}}'}, PREFIXES[0])
    assert (name in made, name in paths) == (stays, stays)


def test_a_prefix_of_another_length_is_left_alone() -> None:
    files = {"bin/tool": "#!/short/bin/python"}
    made, paths = rewritten(files, "/short")
    assert made == files
    assert paths == {each["_path"]: each for each in described(files, "/short")["paths"]}
