"""Which jobs need which others, and an order in which all can be built: no effects, no files."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from condax.build.model import Job, Plan, Skipped, build_names, spec_names
from condax.errors import RecipeError
from condax.platforms import NOARCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from condax.build.model import Requirements, Scalar
    from condax.platforms import Platform

Edges = dict[str, set[str]]
"""Key of a job → keys of the jobs it needs."""
Agree = Callable[..., frozenset[str]]
"""`frozenset.union`, or `frozenset.intersection`."""


class Producers:
    """Who makes a package for a platform."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        """Several jobs may make the same package, one per variant."""
        self._jobs: dict[tuple[str, str], list[Job]] = defaultdict(list)
        for job in jobs:
            self._jobs[job.name, job.subdir].append(job)

    def of(self, name: str, platform: Platform) -> tuple[Job, ...]:
        """The jobs whose package can be installed on the platform."""
        return (
            *self._jobs.get((name, platform.subdir), ()),
            *self._jobs.get((name, NOARCH.subdir), ()),
        )

    def of_variant(self, name: str, platform: Platform, user: Job) -> tuple[Job, ...]:
        """Those of them whose variant contradicts the user's in the fewest keys.

        Of two Pythons that is its own: the other's failure is none of its business.
        """
        makers = self.of(name, platform)
        clashes = [_clashes(maker.variant, user.variant) for maker in makers]
        fewest = min(clashes, default=0)
        return tuple(maker for maker, count in zip(makers, clashes, strict=True) if count == fewest)


def plan(
    wanted: Sequence[Job],
    spare: Sequence[Job],
    is_offered: Callable[[str], bool],
    skipped: Sequence[Skipped] = (),
) -> Plan:
    """Order `wanted` and those of `spare` that their build environments need.

    `spare` are jobs for the machine's own platform; one is taken where neither `wanted` nor a
    channel (`is_offered`) has the package. Raises `RecipeError` when jobs need each other in a
    circle. The same job given twice counts once.
    """
    jobs = {job.key: job for job in wanted}
    for job in wanted:
        if jobs[job.key].recipe != job.recipe:
            raise RecipeError(
                f"two recipes make the same package {job}",
                hint="build one of them, or change its name, version or build number",
                where=f"{jobs[job.key].recipe}, {job.recipe}",
            )
    jobs.update(_needed_spares(tuple(jobs.values()), spare, is_offered))
    producers = Producers(jobs.values())
    hard: Edges = {key: _keys(hard_needs(job, producers), job) for key, job in jobs.items()}
    order = topological_order(hard)
    untestable = {}
    for key in order:
        for need in sorted(_keys(soft_needs(jobs[key], producers), jobs[key]) - hard[key]):
            if key in _reachable(need, hard):
                untestable[key] = jobs[need].name
            else:
                hard[key].add(need)
    return Plan(
        jobs=tuple(jobs[key] for key in topological_order(hard)),
        needs={key: frozenset(needs) for key, needs in hard.items()},
        untestable=untestable,
        skipped=tuple(dict.fromkeys(skipped)),
    )


def hard_needs(job: Job, producers: Producers) -> Iterator[Job]:
    """Jobs whose packages are in the build or host environment of `job`."""
    for name in build_names(job.requirements):
        yield from producers.of_variant(name, job.platforms.build, job)
    for name in spec_names(job.requirements.host):
        yield from producers.of_variant(name, job.platforms.host, job)


def soft_needs(job: Job, producers: Producers) -> Iterator[Job]:
    """Jobs whose packages are only needed to test or use what `job` makes."""
    for name in (*run_names(job, producers), *spec_names(job.requirements.test)):
        yield from producers.of_variant(name, job.platforms.host, job)
    for name in spec_names(job.requirements.test_build):
        yield from producers.of_variant(name, job.platforms.build, job)


def run_names(job: Job, producers: Producers, agree: Agree = frozenset.union) -> frozenset[str]:
    """What is installed with a package: its run requirements, and what others export to it.

    Of the others only those are known that the plan makes. Where several jobs make one for the
    job's variant, `agree` makes one set of what each of them exports.
    """
    needs = job.requirements
    host, machine = job.platforms.host, job.platforms.build
    exporting: list[tuple[tuple[str, ...], Platform, Callable[[Requirements], tuple[str, ...]]]]
    exporting = [
        (needs.host, host, lambda made: (*made.weak, *made.strong)),
        (needs.build, machine, lambda made: made.strong),
    ]
    if job.platforms.target is NOARCH:
        exporting = [(needs.host, host, lambda made: made.noarch)]
    ignored = {*spec_names(needs.ignored_from)}
    exported = [
        agree(*(frozenset(spec_names(exports(maker.requirements))) for maker in makers))
        for specs, platform, exports in exporting
        for name in spec_names(specs)
        if name not in ignored and (makers := producers.of_variant(name, platform, job))
    ]
    added = frozenset[str]().union(*exported) - {*spec_names(needs.ignored)}
    return added.union(spec_names(needs.run))


def installed(names: Iterable[str], platform: Platform, producers: Producers) -> dict[str, str]:
    """All that comes with packages → which of them asks for it; empty for `names` themselves.

    Of a package that several jobs make, what all of them ask for: a solver may take any.
    """
    found = dict.fromkeys(names, "")
    queue = list(found)
    while queue:
        name = queue.pop()
        asked = [
            run_names(job, producers, frozenset.intersection)
            for job in producers.of(name, platform)
        ]
        for need in sorted(frozenset.intersection(*asked) - found.keys() if asked else ()):
            found[need] = name
            queue.append(need)
    return found


def topological_order(edges: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Every key after all it needs, otherwise in the order given."""
    place = {key: i for i, key in enumerate(edges)}
    waiting = {key: set(needs) for key, needs in edges.items()}
    users: dict[str, list[str]] = defaultdict(list)
    for key, needs in waiting.items():
        for need in needs:
            users[need].append(key)
    ready = [place[key] for key, needs in waiting.items() if not needs]
    heapq.heapify(ready)
    names = list(edges)
    order = []
    while ready:
        key = names[heapq.heappop(ready)]
        order.append(key)
        for user in users[key]:
            waiting[user].discard(key)
            if not waiting[user]:
                heapq.heappush(ready, place[user])
    if len(order) < len(names):
        raise _circle({key: needs for key, needs in waiting.items() if needs})
    return tuple(order)


def _needed_spares(
    wanted: Sequence[Job], spare: Sequence[Job], is_offered: Callable[[str], bool]
) -> dict[str, Job]:
    present, available = Producers(wanted), Producers(spare)
    taken: dict[str, Job] = {}
    queue = list(wanted)
    while queue:
        job = queue.pop(0)
        machine = job.platforms.build
        names = [*build_names(job.requirements), *spec_names(job.requirements.test_build)]
        if job.key in taken:
            names += spec_names((*job.requirements.host, *job.requirements.run))
        for name in names:
            if present.of(name, machine):
                continue
            makers = available.of_variant(name, machine, job)
            found = [each for each in makers if each.key not in taken]
            if found and not is_offered(name):
                taken.update({each.key: each for each in found})
                queue.extend(found)
    return taken


def _clashes(one: Mapping[str, Scalar], other: Mapping[str, Scalar]) -> int:
    return sum(str(one[key]) != str(other[key]) for key in one.keys() & other.keys())


def _keys(needs: Iterable[Job], job: Job) -> set[str]:
    """Keys without the job's own: what a package asks of itself is the solver's to answer."""
    return {need.key for need in needs} - {job.key}


def _reachable(start: str, edges: Edges) -> set[str]:
    seen, queue = {start}, [start]
    while queue:
        for need in edges[queue.pop()]:
            if need not in seen:
                seen.add(need)
                queue.append(need)
    return seen


def _circle(waiting: Mapping[str, set[str]]) -> RecipeError:
    """Walk from need to need until a key comes again."""
    path = [next(iter(waiting))]
    while True:
        need = min(each for each in waiting[path[-1]] if each in waiting)
        if need in path:
            circle = [*path[path.index(need) :], need]
            break
        path.append(need)
    return RecipeError(
        f"packages need each other in a circle: {' -> '.join(circle)}",
        hint="drop one of these build or host requirements, or build one package without it first",
    )
