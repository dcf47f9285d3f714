"""The machine of a job on GitHub Actions: its labels, and what they say of it.

`github_actions_labels` of the variant files name it, with the words and the additions that
conda-smithy has for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.rerender.providers import BY_KEY, Provider

if TYPE_CHECKING:
    from condax.rerender.job import Job

HOSTED = ((), ("hosted",), ("default",))
"""Stand for GitHub's own machine."""

SELF_HOSTED = "self-hosted@"
"""Before a label: the machine has GitHub's labels of self-hosted machines too."""

CIRUN, NAMESPACE = "cirun-", "namespace-profile-"
"""Services that lend machines, by how their labels start."""

WINDOWS_WITH_TWO_DISKS = ("windows-latest", "windows-2022", "windows-2025")

PRIVILEGED = ";container.privileged=true;container.mount-scratch=true"
"""What a Linux machine of Namespace needs to run containers, and to have room for them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Runner:
    """A machine that has all of these labels."""

    labels: tuple[str, ...]
    has_gpu: bool
    """Whether the container is to see its graphics processors."""
    has_second_disk: bool
    """Whether a Windows machine builds on `D:`, which is faster and has more room."""


def runner_of(job: Job) -> Runner:
    """The machine that runs a job; only jobs of GitHub Actions choose theirs."""
    given = job.variant.values.get("github_actions_labels", ())
    hosting = BY_KEY[job.build]
    labels = given
    if given in HOSTED or job.provider is not Provider.GITHUB_ACTIONS:
        labels = (hosting.runner,)
    elif any(label.startswith(SELF_HOSTED) for label in given):
        named = [label.replace(SELF_HOSTED, "") for label in given]
        labels = tuple(dict.fromkeys([*named, *hosting.self_hosted, "self-hosted"]))
    return Runner(
        labels=tuple(_completed(label, job) for label in labels),
        has_gpu=any("gpu" in label.lower() for label in labels),
        has_second_disk=any(
            label in WINDOWS_WITH_TWO_DISKS or label.startswith(NAMESPACE) for label in labels
        ),
    )


def _completed(label: str, job: Job) -> str:
    if label.startswith(CIRUN):
        # A machine of its own for each job of each run.
        return f"{label}--${{{{ github.run_id }}}}-{job.short_name}"
    if label.startswith(NAMESPACE) and "-on-linux-" in label:
        return label + PRIVILEGED
    return label
