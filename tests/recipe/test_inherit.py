"""What outputs take from the top level of their recipe."""

from __future__ import annotations

from condax.recipe.inherit import all_outputs, inherited_staging, known_name
from condax.recipe.model import (
    About,
    Build,
    ContextVariable,
    Output,
    Package,
    Recipe,
    RecipeFormat,
    Requirements,
)
from condax.recipe.values import Block, Conditional, Text


def text(value: str) -> Text:
    return Text(value=value)


def two_outputs(format: RecipeFormat) -> Recipe:
    return Recipe(
        format=format,
        package=Package(name=text("top"), version=text("1.0")),
        build=Build(number=text("3"), noarch=text("generic")),
        requirements=Requirements(host=(text("zlib"),)),
        about=About(license=text("MIT"), summary=text("both")),
        outputs=(
            Output(package=Package(name=text("top"))),
            Conditional(
                condition=text("linux"),
                then=(
                    Output(
                        package=Package(name=text("other"), version=text("2")),
                        about=About(summary=text("one")),
                    ),
                ),
            ),
        ),
    )


def test_a_recipe_without_outputs_is_its_own_output() -> None:
    recipe = Recipe(package=Package(name=text("top")), build=Build(number=text("0")))
    (output,) = all_outputs(recipe)
    assert output.package == recipe.package
    assert output.build == recipe.build


def test_an_output_takes_the_fields_it_lacks() -> None:
    top, other = all_outputs(two_outputs(RecipeFormat.V1))
    assert top.package.version == text("1.0")
    assert other.package.version == text("2")
    assert other.build.number == text("3")
    assert other.about == About(license=text("MIT"), summary=text("one"))
    assert other.conditions == ("linux",)


def test_the_same_name_is_found_behind_variables_that_are_fixed() -> None:
    def named(value: str, *context: ContextVariable) -> str | None:
        return known_name(Recipe(context=context), text(value))

    name = ContextVariable(name="name", value=text("Kit"))
    upper = ContextVariable(name="upper", value=text("${{ name | upper }}"))
    depends = Conditional(condition=text("win"), then=(text("kit"),))
    assert named("${{ name | lower }}-dev", name) == "kit-dev"
    assert named("${{ upper }}", name, upper) == "KIT"
    assert named("${{ name }}", name, ContextVariable(name="name", value=depends)) == "${{ name }}"


def test_only_the_v0_output_of_the_same_name_takes_requirements_and_noarch() -> None:
    top, other = all_outputs(two_outputs(RecipeFormat.V0))
    assert top.requirements.host == (text("zlib"),)
    assert top.build.noarch == text("generic")
    assert other.requirements.host == ()
    assert other.build.noarch is None
    assert other.build.number == text("3")


def test_conditions_of_skip_add_up() -> None:
    for format in RecipeFormat:
        recipe = Recipe(
            format=format,
            package=Package(name=text("top")),
            build=Build(skip=(text("win"),)),
            outputs=(Output(package=Package(name=text("a")), build=Build(skip=(text("osx"),))),),
        )
        (output,) = all_outputs(recipe)
        assert output.build.skip == (text("win"), text("osx"))


def test_the_staging_output_is_named_alone_or_in_a_mapping() -> None:
    alone = Output(package=Package(), inherit=text("stage"))
    mapped = Output(package=Package(), inherit=Block(entries=(("from", text("stage")),)))
    assert inherited_staging(alone) == inherited_staging(mapped) == text("stage")
    assert inherited_staging(Output(package=Package(), inherit=text("null"))) is None
