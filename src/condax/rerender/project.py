"""The workflow of a project that is no feedstock: build recipes for some targets, publish them."""

from __future__ import annotations

import difflib
import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from condax.errors import UsageError
from condax.rerender.scripts import TEMPLATES
from condax.rerender.text import scalar
from condax.system.templates import fill

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.platforms import Platform

PACKAGES = "channel/output/*/*.conda"
"""Where the artifacts of all build jobs lie in the publishing job."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """A kind of channel that packages are uploaded to."""

    name: str
    form: str
    """What stands behind the colon."""
    secrets: tuple[str, ...]
    """Repository secrets that hold its credentials."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Repository variables → their values where the repository has none."""


SERVICES = (
    Service(
        name="anaconda",
        form="OWNER[/LABEL]",
        secrets=("ANACONDA_API_KEY",),
        variables={"ANACONDA_SERVER_URL": "https://api.anaconda.org"},
    ),
    Service(
        name="prefix",
        form="CHANNEL",
        secrets=("PREFIX_API_KEY",),
        variables={"PREFIX_SERVER_URL": "https://prefix.dev"},
    ),
    Service(name="artifactory", form="URL/CHANNEL", secrets=("ARTIFACTORY_TOKEN",)),
    Service(
        name="s3",
        form="BUCKET/PATH",
        secrets=("S3_REGION", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"),
        variables={"S3_ENDPOINT_URL": ""},
    ),
)

HOSTED_RUNNER = "ubuntu-latest"
NO_LABEL = re.compile(r"""[\[\]{}'"`,\\]|[^\x20-\x7e]""")
"""Characters of YAML's and the shell's syntax, which stand in no label that can be meant."""

LONGEST_LABEL = 256
"""As GitHub takes them."""

HOSTED_LABEL = re.compile(r"ubuntu-(latest|slim|\d+\.\d+)(-arm)?")
"""Labels of GitHub's own Linux machines, which nothing outlives."""

SELF_HOSTED = "self-hosted"
EXPRESSION = "${{"

FOLDER = "folder"
FORMS = (*(f"{each.name}:{each.form}" for each in SERVICES), f"{FOLDER}:PATH")


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectCi:
    """What a project's workflow does."""

    recipes: str
    """Folder of the recipes, relative to the repository."""
    targets: tuple[Platform, ...]
    channels: tuple[str, ...] = ()
    """Channels that dependencies come from."""
    publish: str | None = None
    """`SERVICE:PLACE`, one of `FORMS`; `None` only keeps the packages as artifacts."""
    runner: tuple[str, ...] = (HOSTED_RUNNER,)
    """Labels of the machine, which has to be x86-64 Linux and to have all of them."""

    @property
    def command(self) -> str:
        """The command line that renders the same workflow."""
        words = ["condax", "ci", self.recipes]
        words += [word for target in self.targets for word in ("--target", target.subdir)]
        words += [word for channel in self.channels for word in ("-c", channel)]
        words += ["--publish", self.publish] if self.publish else []
        words += ["--runner", ",".join(self.runner)] if self.runner != (HOSTED_RUNNER,) else []
        return shlex.join(words)


def parse_runner(text: str) -> tuple[str, ...]:
    """The labels of `a`, `a,b` or, as a workflow has them, `[a, b]`; raises `UsageError`."""
    inner = text.strip()
    if inner.startswith("[") and inner.endswith("]"):
        inner = inner[1:-1]
    labels = tuple(dict.fromkeys(label.strip() for label in inner.split(",")))
    for label in labels:
        without_expressions = re.sub(r"\$\{\{[^{}]*\}\}", "", label)
        if not label or len(label) > LONGEST_LABEL or NO_LABEL.search(without_expressions):
            raise UsageError(
                f"{label!r} is no label of a runner",
                hint=f"write one label or several with commas, for example {HOSTED_RUNNER} or "
                "self-hosted,linux,x64",
            )
    return labels


def render_project_ci(options: ProjectCi) -> str:
    """The workflow.

    Raises `UsageError` for a place that is none, for recipes outside of the repository, and for a
    channel with a password, which everybody could read.
    """
    if PurePosixPath(options.recipes).is_absolute() or ".." in PurePosixPath(options.recipes).parts:
        raise UsageError(
            f"{options.recipes!r} leads out of the repository",
            hint="name the folder of the recipes, from the top folder of the repository",
        )
    for channel in options.channels:
        parts = urlsplit(channel)
        if parts.password or parts.path.startswith("/t/"):
            raise UsageError(
                f"the channel at {parts.hostname!r} is given with its credentials, which the"
                " workflow would show",
                hint="name it without, and let a file that RATTLER_AUTH_FILE names have them",
            )
    values = {
        "COMMAND": options.command,
        "RECIPES": options.recipes,
        "QUOTED": shlex.quote(options.recipes),
        "RUNNER": _runs_on(options),
        "TARGETS": json.dumps([target.subdir for target in options.targets]),
        "CHANNELS": "".join(f" -c {shlex.quote(each)}" for each in options.channels),
        "PUBLISH": _publish(options).rstrip("\n"),
    }
    return fill(TEMPLATES / "project.yml", values).rstrip("\n") + "\n"


def _runs_on(options: ProjectCi) -> str:
    return scalar(options.runner if len(options.runner) > 1 else options.runner[0])


def _publish(options: ProjectCi) -> str:
    if options.publish is None:
        return ""
    kind, colon, place = options.publish.partition(":")
    if not colon or not place:
        raise UsageError(
            f"{options.publish!r} is no place to publish to", hint="write " + " or ".join(FORMS)
        )
    if kind == FOLDER:
        _refuse_lost_folder(place, options.runner)
        steps = _copy(place)
    else:
        steps = _upload(_service(kind), place)
    values = {"WHERE": options.publish, "RUNNER": _runs_on(options), "STEPS": steps}
    return fill(TEMPLATES / "project-publish.yml", values)


def _service(kind: str) -> Service:
    for service in SERVICES:
        if service.name == kind:
            return service
    names = [*(service.name for service in SERVICES), FOLDER]
    near = difflib.get_close_matches(kind, names, n=1)
    raise UsageError(
        f"unknown service {kind!r}",
        hint=f"did you mean {near[0]!r}?" if near else "write " + " or ".join(FORMS),
    )


def _upload(service: Service, place: str) -> str:
    lines = [f"          {s}: ${{{{ secrets.{s} }}}}" for s in service.secrets]
    lines += [
        f"          {name}: ${{{{ vars.{name} || '{value}' }}}}"
        if value
        else f"          {name}: ${{{{ vars.{name} }}}}"
        for name, value in service.variables.items()
    ]
    values = {"ENVIRONMENT": "\n".join(lines), "PACKAGES": PACKAGES, **_arguments(service, place)}
    return fill(TEMPLATES / f"project-{service.name}.yml", values)


def _arguments(service: Service, place: str) -> dict[str, str]:
    """What the step of a service says of the place; raises `UsageError`."""
    if service.name == "anaconda":
        owner, _, label = place.partition("/")
        return {"OWNER": json.dumps(owner), "LABELS": json.dumps([label] if label else ["main"])}
    if service.name == "artifactory":
        url, _, channel = place.rpartition("/")
        if "://" not in url or not channel:
            raise UsageError(
                f"{place!r} is no channel of an Artifactory",
                hint=f"write artifactory:{service.form}",
            )
        return {"URL": json.dumps(url), "CHANNEL": json.dumps(channel)}
    if service.name == "s3" and not place.startswith("s3://"):
        place = f"s3://{place}"
    return {"CHANNEL": json.dumps(place)}


def _refuse_lost_folder(folder: str, runner: tuple[str, ...]) -> None:
    """Raise for a folder that goes with the machine, or with the next checkout."""
    hosted = [label for label in runner if HOSTED_LABEL.fullmatch(label)]
    if hosted and SELF_HOSTED not in runner:
        raise UsageError(
            f"the folder {folder!r} is gone when the machine {hosted[0]!r} is, after the run",
            hint="name a machine of your own, for example --runner self-hosted,linux,x64",
        )
    if not folder.startswith(("/", EXPRESSION)):
        raise UsageError(
            f"the folder {folder!r} is below the checkout, which the next run cleans",
            hint="write the whole path, for example folder:/srv/channel",
        )


def _copy(folder: str) -> str:
    values = {"CHANNEL": json.dumps(folder), "PACKAGES": PACKAGES}
    return fill(TEMPLATES / "project-folder.yml", values)
