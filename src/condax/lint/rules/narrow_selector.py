"""A condition selects Intel machines only.

## Why
`linux64`, `x86` and `target_platform == "linux-64"` are false on every other Linux machine, and
`win64` on Windows for Arm: the compiler, the patch or the dependency is silently missing there, and
a `skip` for all but `linux64` leaves out more than it says.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - if: host_platform == "linux-64"
          then: libudev

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - if: linux
          then: libudev

## Fix
Unsafe: writes the system, or drops a condition that means every system. Packages that only exist
for x86 are not reported, nor conditions beside others that name further machines, nor those below a
comment that names some. In format 1 `linux64`, `win64` and `x86` are true nowhere: there the fix
changes a native build as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.conditions import selects
from condax.lint.facts import X86_ONLY
from condax.lint.lines import SELECTOR, above_comments, line_start
from condax.lint.registry import UNSAFE, Finding, rule
from condax.recipe.model import ScriptTest
from condax.recipe.values import Conditional, Text, guarded_leaves, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from condax.lint.context import LintContext
    from condax.lint.registry import FileEdit
    from condax.recipe.values import Item, SourceSpan

INTEL = {"linux": "linux_64", "osx": "osx_64", "win": "win_64"}
OTHERS = {"linux": ("linux_aarch64", "linux_ppc64le"), "win": ("win_arm64",)}
SYSTEMS = {
    ("linux",): "linux",
    ("win",): "win",
    ("linux", "osx"): "unix",
    ("linux", "win"): "linux or win",
    ("linux", "osx", "win"): "",
}
"""Systems → the condition that means them."""
MACHINES = {"linux": "every other Linux machine", "win": "Windows on Arm"}
NARROW = re.compile(
    r"\b(?P<system>linux|win)64\b"
    r"|\b(?:target|host)_platform\s*==\s*([\"'])(?P<named>linux|win)-64\2"
    r"|\(?\b(?P<first>linux|win) and x86(?:_64)?\b\)?|\(?\bx86(?:_64)? and (?P<last>linux|win)\b\)?"
)
EXCEPT = re.compile(r"\b(?:target|host)_platform\s*!=\s*([\"'])(linux|win)-64\1")
NAMED = re.compile(r"aarch64|ppc64le|arm64|riscv64|s390x")
SAID = re.compile(
    r"(?i)\b(?:aarch(?:64)?|arm(?:64)?|ppc(?:64le)?|power(?:pc|\d+)?|riscv64|s390x|x86(?:[_-]64)?)\b"
)
"""What a comment says whose author knows of other machines."""
PLAIN_NAME = re.compile(r"[\w.-]+")
COMPILER = re.compile(r"\$\{\{\s*(?:compiler|stdlib)\(\s*[\"'](?!cuda)")
OF_ONE_MACHINE = re.compile(r"x86|avx|sse[0-9._-]|(?:linux|win)-64|win64|!=")


@rule("CX316", severity=Severity.WARNING, fix=UNSAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Conditions of requirements, patches and commands without a branch for others, and of `skip`.

    One platform's job makes the noarch packages, and `skip` may say which.
    """
    for output in context.outputs:
        requirements = output.output.requirements
        for section in (requirements.build, requirements.host, requirements.run):
            yield from _narrow(context, section)
        if output.noarch is None:
            yield from _skipping(context, output.output.build.skip)
        if script := output.output.build.script:
            yield from _narrow(context, script.content, are_commands=True)
        for test in leaves(output.output.tests):
            if isinstance(test, ScriptTest):
                yield from _narrow(context, test.script.content, are_commands=True)
    for source in context.recipe.source:
        if not isinstance(source, Conditional):
            yield from _narrow(context, source.patches)


def _narrow(
    context: LintContext, items: Iterable[Item[Text]], *, are_commands: bool = False
) -> Iterator[Finding]:
    listed = [each for each in items if isinstance(each, Conditional)]
    for item in listed:
        condition, span = item.condition.value, item.condition.span
        system = _left_out(condition)
        if system is None or span is None or item.otherwise:
            continue
        if _is_for_one_machine(item, are_commands=are_commands) or _is_explained(context, span):
            continue
        if not any(_covers(each.condition.value, system, narrow=condition) for each in listed):
            wider = _wider(condition)
            instead = "drop the condition" if wider == "" else f"write `{wider or system}`"
            yield Finding(
                at=context.place(span),
                message=f"`{condition}` leaves out {MACHINES[system]}",
                hint=f"{instead}, unless this only exists for x86-64",
                fix=_dropped(context, item) if wider == "" else _written(context, span, wider),
                no_fix="it says more than the machine, or is about several values",
            )


def _is_explained(context: LintContext, condition: SourceSpan) -> bool:
    text, start = context.recipe.text, line_start(context.recipe.text, condition.start)
    return SAID.search(text, above_comments(text, start), start) is not None


def _skipping(context: LintContext, skip: Iterable[Item[Text]]) -> Iterator[Finding]:
    for text, conditions in guarded_leaves(skip):
        whole = " and ".join(f"({each})" for each in (*conditions, text.value))
        built = f"not ({whole})"
        system = _left_out(built)
        if system is None or text.span is None or _names_others(whole, system, narrow=whole):
            continue
        if selects(built, INTEL[system]) is True:
            wider = NARROW.sub(_system_of, EXCEPT.sub(r"not \2", text.value))
            is_wider = wider != text.value
            yield Finding(
                at=context.place(text.span),
                message=f"`{text.value}` leaves out {MACHINES[system]}",
                hint=f"write `{wider}`" if is_wider else "name the machines that it cannot run on",
                fix=_written(context, text.span, wider if is_wider else None),
                no_fix="the linter does not know these machines",
            )


def _left_out(condition: str) -> str | None:
    """The system that a condition selects the Intel machine of, and no other one."""
    return next(
        (
            system
            for system, others in OTHERS.items()
            if selects(condition, INTEL[system]) is not False
            and all(selects(condition, each) is False for each in others)
        ),
        None,
    )


def _covers(condition: str, system: str, *, narrow: str) -> bool:
    """Whether a condition is for the other machines of a system, or shows that they are known.

    `x86_64` beside conditions for the whole system says so; `x86` and `linux64` are older than the
    other machines.
    """
    if _names_others(condition, system, narrow=narrow):
        return True
    return selects(condition, INTEL[system]) is False and any(
        selects(condition, each) is not False for each in OTHERS[system]
    )


def _names_others(condition: str, system: str, *, narrow: str) -> bool:
    rest = NARROW.sub("", condition)
    if "x86_64" in narrow and (system == "win" or re.search(rf"\b{system}\b(?!-64)", rest)):
        return True
    return NAMED.search(rest) is not None


def _is_for_one_machine(item: Conditional[Text], *, are_commands: bool) -> bool:
    return any(
        not isinstance(each, Text)
        or not (are_commands or PLAIN_NAME.match(each.value) or COMPILER.match(each.value))
        or each.value.startswith(X86_ONLY)
        or OF_ONE_MACHINE.search(each.value)
        for each in item.then
    )


def _wider(condition: str) -> str | None:
    """The condition for all machines of its systems, empty for all of them."""
    written = NARROW.sub(_system_of, condition)
    if written != condition:
        return written
    chosen = {system: selects(condition, key) for system, key in INTEL.items()}
    if None in chosen.values():
        return None
    return SYSTEMS.get(tuple(system for system in chosen if chosen[system]))


def _system_of(found: re.Match[str]) -> str:
    return next(found[group] for group in NARROW.groupindex if found[group])


def _written(context: LintContext, span: SourceSpan, wider: str | None) -> tuple[FileEdit, ...]:
    return (context.edit(span.start, span.end, wider),) if wider else ()


def _dropped(context: LintContext, item: Conditional[Text]) -> tuple[FileEdit, ...]:
    """Edits after which the one value of an item stands there without its condition."""
    text = context.recipe.text
    value = item.then[0] if len(item.then) == 1 else None
    if not isinstance(value, Text) or value.span is None:
        return ()
    if item.span is not None:
        return (context.edit(item.span.start, value.span.start, ""),)
    selector = SELECTOR.match(text, value.span.end)
    return (context.edit(selector.start(), selector.end(), ""),) if selector else ()
