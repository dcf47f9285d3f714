"""`python` is in `build` for native builds too, beside the one in `host` or in its place.

## Why
Two Pythons are then on the `PATH` of a native build, and packages install into whichever is found
first. The copy in `build` is for cross builds only: it stands under
`build_platform != host_platform`. A package that is installed into a Python needs that one in
`host`: into the one in `build` it is installed for the build machine. A Python that only runs
scripts of the build, and that the package does not need, belongs into `build`.

## Bad
    requirements:
      build:
        - python
        - cross-python_${{ host_platform }}
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - python
        - pip
      run:
        - python

## Good
    requirements:
      build:
        - if: build_platform != host_platform
          then:
            - python
            - cross-python_${{ host_platform }}
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - python
        - pip
      run:
        - python

## Fix
Safe: puts the entries under the condition. Native builds lose the second Python. Unsafe where a
comment at an entry gives a reason for it, or where `build` has more for that Python than copies of
what `host` has, such as `setuptools`: the build may run it. Unsafe, too, where `host` has no
Python: moves `python` there with what it imports while building, and leaves a cross build its
copies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import installs_into_python
from condax.lint.conditional import conditional_requirement
from condax.lint.edits import Insertion, moved_requirements
from condax.lint.facts import CROSS, build_copies, cross_python, is_for_python
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from condax.lint.context import LintContext
    from condax.lint.view import OutputView, Requirement


@rule("CX205", severity=Severity.WARNING, fix=SAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Unconditional `python`, with `cross-python` and the copies, or with the tools it imports."""
    for output in context.outputs:
        entries = [each for each in output.build if each.is_unconditional]
        if not output.is_cross_built or all(each.name != "python" for each in entries):
            continue
        if output.has("host", "python"):
            yield from _second(context, output, entries)
        elif output.has("run", "python") and _installs(context, output):
            yield from _misplaced(context, output, entries)


def _second(
    context: LintContext, output: OutputView, entries: Sequence[Requirement]
) -> Iterator[Finding]:
    names = ("python", *(name for name in build_copies() if output.has("host", name)))
    only_crossing = [e for e in entries if e.name in names or e.name.startswith("cross-python")]
    others = [e for e in output.build if e not in only_crossing and e.when_native]
    yield from conditional_requirement(
        context,
        output,
        only_crossing,
        message="`python` is in `build` and in `host` of a native build",
        condition=CROSS,
        is_unsafe=any(is_for_python(each.name) for each in others),
    )


def _misplaced(
    context: LintContext, output: OutputView, entries: Sequence[Requirement]
) -> Iterator[Finding]:
    moved = [each for each in entries if each.name == "python" or is_for_python(each.name)]
    names = {each.name for each in moved}
    copies = [name for name in build_copies() if name in names]
    specs = tuple(each.text.value for each in moved)
    crossing = ("python", cross_python(context.recipe), *copies)
    yield from moved_requirements(
        context,
        output,
        moved,
        message="`python` is in `build`, and the package is installed into one of `host`",
        insertions=(
            Insertion(section="host", specs=specs),
            Insertion(section="build", specs=crossing, condition=CROSS, join=False),
        ),
    )


def _installs(context: LintContext, output: OutputView) -> bool:
    """Whether the output is installed into Python: it has `pip`, or a command that does it."""
    if output.has("build", "pip"):
        return True
    scripts = (each for each in context.scripts if any(output is view for view in each.outputs))
    return any(installs_into_python(command) for each in scripts for command in each.commands)
