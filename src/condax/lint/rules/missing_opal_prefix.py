"""Open MPI's compilers run in a cross build without `OPAL_PREFIX`.

## Why
`mpicc` of `$BUILD_PREFIX` adds the include and library folders of the installation that it stands
in, which is the build machine's. `OPAL_PREFIX` tells it to use the target's.

## Bad
    # recipe.yaml
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
        - if: build_platform != host_platform
          then: openmpi
      host:
        - openmpi
    # build.sh
    make CC=mpicc

## Good
    # recipe.yaml
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
        - if: build_platform != host_platform
          then: openmpi
      host:
        - openmpi
    # build.sh
    if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" == "1" ]]; then
      export OPAL_PREFIX="${PREFIX}"
    fi
    make CC=mpicc

## Fix
Safe: sets the variable at the top of a build script, for cross builds only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.commands import cross_scripts, top_of_script
from condax.lint.registry import SAFE, Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

SETTING = """\
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" == "1" ]]; then
  export OPAL_PREFIX="${PREFIX}"
fi
"""


@rule("CX314", severity=Severity.ERROR, fix=SAFE)
def check(context: LintContext) -> Iterator[Finding]:
    """Scripts of outputs with `openmpi` in `host` that never set the variable."""
    for script in cross_scripts(context):
        uses = any(
            output.compiles
            and any(
                each.when_crossing and (each.name == "openmpi" or each.text.value == "${{ mpi }}")
                for each in output.host
            )
            for output in script.outputs
        )
        if not uses or "OPAL_PREFIX" in script.masked or not script.commands:
            continue
        first = next((e for e in script.commands if e.name != "set"), script.commands[0])
        top = top_of_script(script.text)
        yield Finding(
            at=script.place(first.start, first.end),
            message="`OPAL_PREFIX` is not set: `mpicc` compiles for the build machine",
            hint='export OPAL_PREFIX="${PREFIX}" in cross builds',
            fix=(script.edit(top, top, SETTING),) if script.is_file else (),
        )
