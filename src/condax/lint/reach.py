"""Whether a command of a build script runs in a cross build that has no emulator.

Every condition around a command is evaluated with the values that variables have in such a build:
those that say which machine is built for, and those that the script derives from them. A condition
about anything else holds in some builds for every machine, and is no reason for a command not to
run. One that looks at the machine in a way that cannot be evaluated is left to its author.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from condax.lint.shell import Assignment
from condax.lint.shell_test import (
    Outcome,
    case_outcome,
    conjunction,
    disjunction,
    is_test,
    outcome_of,
)
from condax.lint.variables import Variables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from condax.lint.shell import Command, Guard, ShellScript
    from condax.lint.variables import Key

NAME = re.compile(r"\w+")
DONE = ("exit", "return")
RUNS = frozenset({Outcome.YES, Outcome.EITHER})


class Reach:
    """What builds for one machine come to in a script."""

    def __init__(self, script: ShellScript, key: Key) -> None:
        """Walks through `script` once, with the platforms of `key`."""
        self.variables = Variables(key)
        self.functions = frozenset(script.functions)
        self.script = script
        self.outcomes: dict[int, Outcome] = {}
        """How all that stands around a command or an assignment comes out, by its identity."""
        self.conditions: dict[int, Outcome] = {}
        """How each condition came out when the script came to it, by where it stands."""
        self.assigned: set[str] = set()
        self._walk()

    def runs(self, command: Command) -> bool:
        """Whether such a build surely comes to a command, or does for a reason of its own."""
        return self._whole(command) in RUNS

    def may_run(self, command: Command) -> bool:
        """Whether such a build can come to a command."""
        return self._whole(command) is not Outcome.NO

    def assigns(self, assignment: Assignment) -> bool:
        """Whether such a build comes to an assignment, as `runs` of a command."""
        return self.outcomes[id(assignment)] in RUNS

    def may_assign(self, assignment: Assignment) -> bool:
        """Whether such a build can come to an assignment."""
        return self.outcomes[id(assignment)] is not Outcome.NO

    def _walk(self) -> None:
        ended: dict[str | None, Outcome] = {}
        steps: list[Command | Assignment] = [*self.script.commands, *self.script.assignments]
        for step in sorted(steps, key=lambda each: each.start):
            outcome = self._all_of(step.guards) if step.guards else Outcome.YES
            if isinstance(step, Assignment):
                self.outcomes[id(step)] = outcome
                self._assign(step, outcome)
                continue
            goes_on = ended.get(step.function, Outcome.YES)
            self.outcomes[id(step)] = min(outcome, goes_on)
            if step.guards and self._may_end(step):
                # One that stops for another reason goes on in other builds for the machine.
                stops = Outcome.NO if outcome is Outcome.EITHER else outcome
                ended[step.function] = conjunction((goes_on, stops.negated()))

    def _may_end(self, step: Command) -> bool:
        """Whether some builds stop there and work: none that fails at `cd src || exit 1` does."""
        if step.name not in DONE or step.is_substitution:
            return False
        return not any(
            not (guard.decides or guard.holds or is_test(guard.condition))
            and not self.variables.is_about_machines(guard.condition)
            for guard in step.guards
        )

    def _assign(self, step: Assignment, outcome: Outcome) -> None:
        if outcome is not Outcome.NO:
            before = f"${{{step.name}}}" if step.appends else ""
            self.assigned.add(step.name)
            self.variables.assign(
                step.name,
                f"{before}{step.value}",
                surely=outcome is Outcome.YES,
                about=any(self.variables.is_about_machines(each.text) for each in step.guards),
            )

    def _all_of(self, guards: Iterable[Guard]) -> Outcome:
        return conjunction(self._guard(each) for each in guards)

    def _guard(self, guard: Guard) -> Outcome:
        if not guard.decides and not is_test(guard.condition):
            # `cd build && make`: the second runs in every build that works.
            return Outcome.YES if guard.holds else Outcome.OPEN
        if guard.start not in self.conditions:
            self.conditions[guard.start] = self._evaluated(guard)
        outcome = self.conditions[guard.start]
        return outcome if guard.holds else outcome.negated()

    def _evaluated(self, guard: Guard) -> Outcome:
        if not self.functions.isdisjoint(guard.condition.split()):
            # A function of the script may look at the machine.
            return Outcome.OPEN
        if self.assigned.isdisjoint(NAME.findall(guard.text)):
            return _outcome_at_start(guard.value, guard.condition, self.variables.key)
        return _outcome(guard.value, guard.condition, self.variables)

    def _whole(self, command: Command, within: frozenset[str] = frozenset()) -> Outcome:
        """A function runs where one of its calls does."""
        outcome, function = self.outcomes[id(command)], command.function
        if function is None or function in within:
            return outcome
        calls = (
            self._whole(each, within | {function})
            for each in self.script.commands
            if each.name == function and each.function != function
        )
        return conjunction((outcome, disjunction(calls)))


@functools.lru_cache(maxsize=4096)
def _outcome_at_start(value: str | None, condition: str, key: Key) -> Outcome:
    """With the values when a script begins; most scripts have the same few conditions."""
    return _outcome(value, condition, Variables(key))


def _outcome(value: str | None, condition: str, variables: Variables) -> Outcome:
    if value is not None:
        return case_outcome(value, condition, variables)
    return outcome_of(condition, variables)
