"""`condax ci`: write a GitHub workflow that builds and publishes a folder of recipes."""

from __future__ import annotations

from pathlib import Path

import click

from condax.errors import UsageError, VerificationError

EPILOG = """\b
Examples:
  condax ci recipes --target linux-aarch64 --target linux-ppc64le
  condax ci recipes --target linux-64 --target linux-aarch64 -c conda-forge \\
      --publish prefix:my-channel
  condax ci --target linux-ppc64le --publish folder:/srv/channel --runner self-hosted,linux
  condax ci --target linux-aarch64 --publish s3:my-bucket/channel --check

\b
Places to publish to, and the repository secrets that they need:
  anaconda:OWNER[/LABEL]      ANACONDA_API_KEY
  prefix:CHANNEL              PREFIX_API_KEY
  artifactory:URL/CHANNEL     ARTIFACTORY_TOKEN
  s3:BUCKET/PATH              S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY
  folder:PATH                 a folder of the runner, see --runner
"""


@click.command("ci", epilog=EPILOG)
@click.argument("recipes", default="recipes", metavar="[RECIPES]")
@click.option(
    "--target",
    "targets",
    multiple=True,
    required=True,
    metavar="SUBDIR",
    help="Platform to build for, e.g. linux-aarch64; may be repeated.",
)
@click.option(
    "-c",
    "--channel",
    "channels",
    multiple=True,
    metavar="CHANNEL",
    help="Channel that dependencies come from; may be repeated, best first.",
)
@click.option(
    "--publish",
    metavar="SERVICE:PLACE",
    help="Where tags, and runs started by hand, publish to.",
)
@click.option(
    "--runner",
    default="ubuntu-latest",
    show_default=True,
    metavar="LABEL,...",
    help="Labels of the machine, which has all of them: x86-64 Linux.",
)
@click.option(
    "--output",
    type=Path,
    default=Path(".github/workflows/conda.yml"),
    show_default=True,
    metavar="FILE",
    help="The workflow.",
)
@click.option("--check", is_flag=True, help="Write nothing; fail if the file is not up to date.")
@click.pass_context
def command(context: click.Context, /, output: Path, check: bool, **flags: object) -> None:
    """Write a workflow that builds RECIPES for every target on an ordinary runner.

    Pull requests build, audit and test; tags and runs started by hand publish as well. Packages
    are kept as artifacts of the run, sources and the toolchain in its cache.
    """
    from condax.platforms import get_platform
    from condax.rerender import ProjectCi, parse_runner, render_project_ci
    from condax.system.files import write_text

    targets, channels = flags["targets"], flags["channels"]
    assert isinstance(targets, tuple)
    assert isinstance(channels, tuple)
    publish = flags["publish"]
    recipes = str(flags["recipes"])
    if not Path(recipes).is_dir():
        raise UsageError(
            f"there is no folder {recipes!r}",
            hint="name the folder of the recipes, from the top folder of the repository",
        )
    options = ProjectCi(
        recipes=recipes.rstrip("/") or recipes,
        targets=tuple(dict.fromkeys(get_platform(name) for name in targets)),
        channels=channels,
        publish=None if publish is None else str(publish),
        runner=parse_runner(str(flags["runner"])),
    )
    text = render_project_ci(options)
    current = output.read_text(encoding="utf-8") if output.is_file() else None
    if current == text:
        click.echo(f"{output} is up to date")
    elif check:
        click.echo(f"{output}: not up to date\nrun `{options.command}`", err=True)
        context.exit(VerificationError.exit_code)
    else:
        write_text(output, text)
        click.echo(f"{'new' if current is None else 'changed'} {output}")
