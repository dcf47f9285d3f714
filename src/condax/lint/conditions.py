"""Whether a recipe's condition holds on given platforms: yes, no, or not to be known.

A name that only a variant gives a value (`mpi`, `python`) leaves its part of the condition open:
`linux and mpi == "openmpi"` is `False` on macOS and `None` on Linux.
"""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING

from condax.platforms import TABLE, Os, Platforms, get_platform
from condax.recipe.expression import evaluate_expression, parse_expression
from condax.recipe.syntax import Binary, ExpressionError, Unary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from condax.platforms import Platform
    from condax.recipe.syntax import Node

MAX_ATOMS = 8
Truth = bool | None
"""`None`: both can be."""


@functools.cache
def native() -> Platforms:
    """A build on and for the ordinary Linux machine."""
    machine = next(row for row in TABLE if row.os is Os.LINUX and _is_intel(row))
    return Platforms(build=machine, host=machine, target=machine)


def _is_intel(platform: Platform) -> bool:
    return platform.zig_cpu == "x86_64"


@functools.cache
def crossings() -> tuple[Platforms, ...]:
    """Cross builds for the Linux machines that conda-forge has packages for."""
    names = ("linux_aarch64", "linux_ppc64le")
    hosts = (get_platform(name) for name in names)
    return tuple(Platforms(build=native().build, host=host, target=host) for host in hosts)


@functools.cache
def windows() -> Platforms:
    """A build on and for the ordinary Windows machine."""
    machine = next(row for row in TABLE if row.os is Os.WINDOWS and _is_intel(row))
    return Platforms(build=machine, host=machine, target=machine)


def holds(conditions: Iterable[str], platforms: Platforms) -> Truth:
    """Whether all of the conditions hold."""
    result: Truth = True
    for condition in conditions:
        each = condition_truth(condition, platforms)
        if each is False:
            return False
        if each is None:
            result = None
    return result


def may_hold_when_crossing(conditions: Iterable[str]) -> bool:
    """Whether some cross build can have all of the conditions."""
    listed = tuple(conditions)
    if not listed:
        return True
    return any(holds(listed, platforms) is not False for platforms in crossings())


def can_hold_together(conditions: Iterable[str]) -> bool:
    """Whether conditions allow each other, whatever is true of what they are made of.

    `x` and `not (x or y)` do not, as those of an `if` and of its `else`.
    """
    try:
        nodes = [parse_expression(each) for each in conditions]
    except ExpressionError:
        return True
    atoms = tuple(dict.fromkeys(atom for node in nodes for atom in _atoms(node)))
    if len(atoms) > MAX_ATOMS:
        return True
    worlds = itertools.product((True, False), repeat=len(atoms))
    holding = (dict(zip(atoms, world, strict=True)) for world in worlds)
    return any(all(_follows(node, world) for node in nodes) for world in holding)


def _atoms(node: Node) -> Iterator[Node]:
    if isinstance(node, Unary) and node.operator == "not":
        yield from _atoms(node.operand)
    elif isinstance(node, Binary) and node.operator in {"and", "or"}:
        yield from (*_atoms(node.left), *_atoms(node.right))
    else:
        yield node


def _follows(node: Node, world: Mapping[Node, bool]) -> bool:
    if node in world:
        return world[node]
    if isinstance(node, Unary):
        return not _follows(node.operand, world)
    assert isinstance(node, Binary)
    both = (_follows(node.left, world), _follows(node.right, world))
    return all(both) if node.operator == "and" else any(both)


def condition_truth(condition: str, platforms: Platforms) -> Truth:
    """Whether one condition holds; what cannot be read may hold."""
    return _cached_truth(condition, *key_of(platforms))


@functools.lru_cache(maxsize=4096)
def selects(condition: str, ci_key: str) -> Truth:
    """Whether a condition holds in some build for a platform, native or from an Intel machine."""
    target = get_platform(ci_key)
    machines = {target, next(row for row in TABLE if row.os is target.os and _is_intel(row))}
    builds = [Platforms(build=each, host=target, target=target) for each in machines]
    truths = {condition_truth(condition, each) for each in builds}
    return True if True in truths else None if None in truths else False


def key_of(platforms: Platforms) -> tuple[str, str, str]:
    """The subdirs: hashing them is much faster than hashing all that a platform is."""
    return platforms.build.subdir, platforms.host.subdir, platforms.target.subdir


@functools.lru_cache(maxsize=4096)
def _cached_truth(condition: str, build: str, host: str, target: str) -> Truth:
    try:
        return _truth(parse_expression(condition), platform_names(build, host, target))
    except ExpressionError:
        return None


def _truth(node: Node, names: Mapping[str, object]) -> Truth:
    if isinstance(node, Unary) and node.operator == "not":
        inner = _truth(node.operand, names)
        return None if inner is None else not inner
    if isinstance(node, Binary) and node.operator in {"and", "or"}:
        both = {_truth(node.left, names), _truth(node.right, names)}
        decisive = node.operator == "or"
        if decisive in both:
            return decisive
        return None if None in both else not decisive
    try:
        return bool(evaluate_expression(node, names)) if _is_known(node, names) else None
    except ExpressionError:
        return None


def _is_known(node: Node, names: Mapping[str, object]) -> bool:
    from condax.recipe.expression import variables_of

    return variables_of(node) <= names.keys()


@functools.cache
def platform_names(build: str, host_subdir: str, target: str) -> Mapping[str, object]:
    """The names that only depend on the platforms, of both formats' selectors."""
    host, names = get_platform(host_subdir), dict[str, object]()
    for row in TABLE:
        names[row.ci_key.replace("_", "")] = False
        names[row.os.value] = False
        names[row.ci_key.rpartition("_")[2]] = False
    names.update(_machine_names(host))
    names.update(
        unix=host.os in {Os.LINUX, Os.MACOS},
        build_platform=build,
        host_platform=host_subdir,
        target_platform=target,
    )
    return names


def _machine_names(host: Platform) -> dict[str, object]:
    machine = host.ci_key.rpartition("_")[2]
    is_x86 = _is_intel(host)
    return {
        host.ci_key.replace("_", ""): True,
        host.os.value: True,
        machine: True,
        "x86": is_x86,
        "x86_64": is_x86,
    }
