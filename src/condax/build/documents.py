"""What `info/` says of a package, without what depends on the time or place of its build."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, TypeAlias

from condax.build import external
from condax.build.payload import PLACEHOLDER
from condax.channel.archive import LINK

if TYPE_CHECKING:
    import tarfile
    from collections.abc import Callable, Iterator, Mapping

    from condax.build.model import Scalar

Members: TypeAlias = "Mapping[str, tuple[tarfile.TarInfo, bytes]]"
"""Name → what a tar has of it."""

LEVEL = 12
"""Measured on CPython's 52 MB: 14.7 MB in 2.2 s; 15, rattler-build's default, 14.6 MB in 11.4 s."""

RENDERED = "info/recipe/rendered_recipe.yaml"
HOST_PREFIX_LINE = re.compile(r"^    host_prefix: (.+)$", re.MULTILINE)
RUN_EXPORTS = re.compile(r"(?:    - spec: .+\n      from: .+\n      run_export: .+\n)+")
LIBRARIES = "  library_to_package:\n"
LINKS = re.compile(
    rf"    - build: (?P<digest>h[0-9a-f]{{7}}_)?(?:0_{LINK}|{external.BUILD_STRING})\n"
    r"(?:      .+\n)*"
)
"""The record of a package that is links into this machine."""
DIGESTS = re.compile(r"^      (?:md5|sha256|size): .+\n", re.MULTILINE)
RECORD = re.compile(r"    - (?:arch|build): .+\n(?:      .+\n)+")
RECORDS = re.compile(rf"(?:{RECORD.pattern})+")
"""Those of one environment."""
RECORD_NAME = re.compile(r"^      name: (.+)$", re.MULTILINE)
CHANNEL = "file:///condax/channel"
"""What stands for every channel that only this machine has."""
LISTED = re.compile(rf"^  - {CHANNEL}\n", re.MULTILINE)
RECORD_URL = re.compile(r"^      url: (.+)$", re.MULTILINE)
MACHINE = re.compile(r"    - __(?:archspec|cuda|glibc|linux)=")
"""A virtual package that says which processor, kernel or libc the build ran on."""
NESTED_VARIANT, NESTED_KEYS = "    variant:\n", "      use_keys:\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rewrite:
    """What an archive has to say in the end."""

    epoch: int
    variant: Mapping[str, Scalar]
    """The variant without the keys that condax adds."""
    hash: Mapping[str, str]
    names: Mapping[str, str]
    """Paths and URLs of this machine → what stands for them."""
    folders: tuple[str, ...] = ()
    """URLs of the channels that only this machine has, best first."""


def rewrite_rendered(text: str, rewrite: Rewrite) -> str:
    """`rendered_recipe.yaml` without time, place and added keys.

    A long recipe would take seconds to parse, so this edits lines of a layout that is known.
    """
    prefix = recorded_prefix(text)
    if prefix:
        text = text.replace(prefix, PLACEHOLDER)
    used = _used_channels(text, rewrite)
    for unused in _unused(rewrite, used):
        text = text.replace(f"\n  - {unused}\n", "\n")
    text = _renamed(text, {**rewrite.names, **used}).replace("\nextra_meta: {}\n", "\n")
    if channels := LISTED.search(text):
        text = text[: channels.end()] + LISTED.sub("", text[channels.end() :])
    text = RUN_EXPORTS.sub(_sorted_run_exports, text)
    text = LINKS.sub(_without_place, text)
    text = RECORDS.sub(_sorted_records, text)
    head, separator, rest = text.partition("\nbuild_configuration:\n")
    head = _without_used_keys(head, rewrite.variant)
    lines = list(_configuration_lines(rest.splitlines(keepends=True), rewrite))
    return head + separator + "".join(_with_sorted_libraries(lines))


def _used_channels(rendered: str, rewrite: Rewrite) -> dict[str, str]:
    """Channels of this machine that an environment has packages of → what stands for them.

    Which others there are, and which one a package is in, depends on what else the same command
    builds and on what an earlier one has built.
    """
    named = {url.rsplit("/", 2)[0] for url in RECORD_URL.findall(rendered)}
    return {each: CHANNEL for each in rewrite.folders if each in named}


def _unused(rewrite: Rewrite, used: Mapping[str, str]) -> set[str]:
    """Channels of this machine that no environment has a package of."""
    return set(rewrite.folders) - used.keys()


def _renamed(text: str, names: Mapping[str, str]) -> str:
    """With other names; long ones first, because one may begin like another."""
    for old, new in sorted(names.items(), key=lambda item: -len(item[0])):
        text = text.replace(old, new)
    return text


def _configuration_lines(lines: list[str], rewrite: Rewrite) -> Iterator[str]:
    """The lines of `build_configuration` and all after it."""
    section = ""
    is_configuration = True
    for line in lines:
        if not line.startswith(" "):
            is_configuration = False
        if not is_configuration:
            yield line
            continue
        if not line.startswith("   "):
            section = line.strip().partition(":")[0]
            if section == "timestamp":
                moment = datetime.fromtimestamp(rewrite.epoch, timezone.utc)
                yield f"  timestamp: {moment:%Y-%m-%dT%H:%M:%SZ}\n"
                continue
            yield line
            if section == "hash":
                yield from (f"    {k}: {_quoted(v)}\n" for k, v in rewrite.hash.items())
        elif (section == "variant" and _key(line) not in rewrite.variant) or MACHINE.match(line):
            continue
        elif _key(line) == "compression_level":
            yield f"    compression_level: {LEVEL}\n"
        elif section != "hash":
            yield line


def _without_place(found: re.Match[str]) -> str:
    """Without what says where the links lead; nobody else can have such a package anyway."""
    record = DIGESTS.sub("", found.group())
    return record.replace(found["digest"], "") if found["digest"] else record


def _sorted_records(found: re.Match[str]) -> str:
    """By name: the solver's order depends on the channels that the packages are in."""
    return "".join(sorted(RECORD.findall(found.group()), key=_name_in))


def _name_in(record: str) -> str:
    match = RECORD_NAME.search(record)
    return match.group(1) if match else ""


def _sorted_run_exports(found: re.Match[str]) -> str:
    """Those of one environment, which come in another order each time."""
    start = "    - spec: "
    return "".join(start + each for each in sorted(found.group().split(start)[1:]))


def _with_sorted_libraries(lines: list[str]) -> list[str]:
    """What a staging output's libraries belong to, which is written in another order each time."""
    if LIBRARIES not in lines:
        return lines
    start = lines.index(LIBRARIES) + 1
    rest = lines[start:]
    count = next((i for i, line in enumerate(rest) if not line.startswith("    ")), len(rest))
    return [*lines[:start], *sorted(rest[:count]), *rest[count:]]


def _without_used_keys(recipe: str, variant: Mapping[str, Scalar]) -> str:
    """`use_keys` without what is not in the variant; an empty list goes with its parent."""
    start = recipe.find(NESTED_VARIANT + NESTED_KEYS)
    if start < 0:
        return recipe
    begin = start + len(NESTED_VARIANT + NESTED_KEYS)
    lines = recipe[begin:].splitlines(keepends=True)
    count = next((i for i, line in enumerate(lines) if not line.startswith("      - ")), len(lines))
    kept = [line for line in lines[:count] if line.strip()[2:].strip("'\"") in variant]
    rest = "".join(lines[count:])
    if kept:
        return recipe[:begin] + "".join(kept) + rest
    head = NESTED_VARIANT if rest.startswith("      ") else ""
    return recipe[:start] + head + rest


def rewritten_info(
    info: Members, rewrite: Rewrite, paths: dict[str, Any]
) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    """The members of `info/`, in which `paths.json` is `paths`."""
    used = _used_channels(text_of(info, RENDERED), rewrite)
    edits: dict[str, Callable[[str], str]] = {
        RENDERED: lambda text: rewrite_rendered(text, rewrite),
        "info/about.json": lambda text: _rewritten_about(text, rewrite, used),
        "info/files": lambda text: _kept_files(text, paths),
        "info/index.json": lambda text: _rewritten_index(text, rewrite.epoch),
        "info/hash_input.json": lambda text: _kept_json(text, rewrite.variant),
        "info/recipe/variant_config.yaml": lambda text: _kept_lines(text, rewrite.variant),
        "info/paths.json": lambda _: json.dumps(paths, indent=2, ensure_ascii=False),
    }
    for name, (member, content) in info.items():
        if name in edits:
            content = edits[name](content.decode()).encode()
        yield member, content


def recorded_prefix(rendered: str) -> str:
    """The host prefix that `rendered_recipe.yaml` names; empty if it names none."""
    match = HOST_PREFIX_LINE.search(rendered)
    return match.group(1).strip("'\"") if match else ""


def _rewritten_about(text: str, rewrite: Rewrite, used: Mapping[str, str]) -> str:
    """With the channels of `used` and those that others can have, too."""
    about = json.loads(text)
    unused = _unused(rewrite, used)
    if "channels" in about:
        kept = (each for each in about["channels"] if each.rstrip("/") not in unused)
        about["channels"] = list(dict.fromkeys(_renamed(each, used) for each in kept))
    text = json.dumps(about, indent=2, ensure_ascii=False)
    return _renamed(text, rewrite.names)


def _rewritten_index(text: str, epoch: int) -> str:
    """Dated, and with its lists sorted as conda-build sorts them."""
    index = json.loads(text)
    index["timestamp"] = epoch * 1000
    for key in index.keys() & {"depends", "constrains"}:
        index[key].sort()
    return json.dumps(index, indent=2, ensure_ascii=False)


def _kept_json(text: str, variant: Mapping[str, Scalar]) -> str:
    document = json.loads(text)
    return json.dumps({k: v for k, v in document.items() if k in variant}, ensure_ascii=False)


def _kept_files(text: str, paths: Mapping[str, Any]) -> str:
    names = {entry["_path"] for entry in paths["paths"]}
    return "".join(f"{line}\n" for line in text.split("\n") if line in names)


def _kept_lines(text: str, variant: Mapping[str, Scalar]) -> str:
    lines = [line for line in text.splitlines(keepends=True) if _key(line) in variant]
    return "".join(lines) or "{}\n"


def _key(line: str) -> str:
    return line.strip().partition(":")[0].strip("'\"")


def _quoted(value: str) -> str:
    """As serde_yaml writes a string: in quotes where it would be read as something else."""
    return f"'{value}'" if not value or re.fullmatch(r"[\d.eE+-]+", value) else value


def text_of(members: Members, name: str) -> str:
    """Of one member; empty if it is missing."""
    return members[name][1].decode() if name in members else ""
