"""One call of the rattler-build library, its errors those of `condax.errors`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.build.failure import build_failure

if TYPE_CHECKING:
    from pathlib import Path

    import rattler_build as rb

    from condax.build.order import WorkOrder
    from condax.build.recorder import Recorder

FAST_FORMAT = "conda:1"
"""The archive is packed again by `finish`, so that packing it well here would be wasted."""


def run_rattler_build(
    output: rb.RenderedVariant, order: WorkOrder, folder: Path, recorder: Recorder
) -> Path:
    """Build a rendered package in `folder`, untested, with the order's channels.

    Returns its archive; what fails is said of the order's job.
    """
    import rattler_build as rb

    try:
        result = output.run_build(
            tool_config=rb.ToolConfiguration(keep_build=True, test_strategy="skip"),
            output_dir=folder,
            channels=list(order.channels),
            progress_callback=recorder,
            no_build_id=True,
            package_format=FAST_FORMAT,
        )
    except rb.RattlerBuildError as e:
        raise build_failure(order, str(e), recorder.lines) from None
    return result.packages[0]
