"""The parts of the script of Windows jobs, in the language of `cmd`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.rerender.config import TestPolicy
from condax.rerender.tools import META, build_tools, conda_build, skip_option, solver_of

if TYPE_CHECKING:
    from condax.rerender.config import ForgeConfig


def skip_tests(config: ForgeConfig) -> str:
    """Lines that add the option of tests left out where `test` asks for it."""
    if config.test is TestPolicy.ALL:
        return ""
    is_emulated = config.test is TestPolicy.NATIVE_AND_EMULATED
    emulator = 'if "%CROSSCOMPILING_EMULATOR%"=="" ' if is_emulated else ""
    return (
        f":: test: {config.test.value}\n"
        f'if not "%HOST_PLATFORM%"=="%BUILD_PLATFORM%" {emulator}'
        f'set "EXTRA_CB_OPTIONS=%EXTRA_CB_OPTIONS% {skip_option(config)}"'
    )


def build(config: ForgeConfig) -> str:
    """Lines that start the build."""
    if config.uses_rattler_build:
        meta = " ".join(f"--extra-meta {key}=%{key}%" for key in META)
        return (
            'rattler-build.exe build --recipe "%RECIPE_ROOT%" -m "%CONFIG_FILE%" '
            "%EXTRA_CB_OPTIONS% --build-platform %BUILD_PLATFORM% "
            f'--target-platform %HOST_PLATFORM% --output-dir "%CONDA_BLD_PATH%" {meta}'
        )
    meta = " ".join(f"{key}=%{key}%" for key in META)
    solver = f'set "CONDA_SOLVER={solver_of(config)}"\n' if solver_of(config) else ""
    return (
        f'{solver}set "CONDA_SUBDIR=%BUILD_PLATFORM%"\n'
        f'call {conda_build(config)} "%RECIPE_ROOT%" -m "%CONFIG_FILE%" --suppress-variables '
        f"%EXTRA_CB_OPTIONS% --extra-meta {meta}"
    )


def install(config: ForgeConfig) -> str:
    """Lines that install the tools and activate their environment."""
    specs = " ".join(f'"{spec}"' for spec in build_tools(config))
    if config.text("conda_install_tool") == "pixi":
        return (
            'powershell -NoProfile -Command "irm -useb https://pixi.sh/install.ps1 | iex"\n'
            'set "PATH=%USERPROFILE%\\.pixi\\bin;%PATH%"\n'
            "call pixi install\nif !errorlevel! neq 0 exit /b !errorlevel!\n"
            'set "ACTIVATE_PIXI=%TMP%\\pixi-activate-%RANDOM%.bat"\n'
            'pixi shell-hook --shell cmd > "%ACTIVATE_PIXI%"\n'
            "if !errorlevel! neq 0 exit /b !errorlevel!\n"
            'call "%ACTIVATE_PIXI%"\nif !errorlevel! neq 0 exit /b !errorlevel!'
        )
    return (
        'if not exist "%MINIFORGE_HOME%" (\n'
        "  curl -fsSL -o miniforge.exe https://github.com/conda-forge/miniforge/releases/latest/"
        "download/Miniforge3-Windows-x86_64.exe\n"
        '  start /wait "" miniforge.exe /InstallationType=JustMe /RegisterPython=0 /S '
        "/D=%MINIFORGE_HOME%\n)\n"
        'call "%MINIFORGE_HOME%\\Scripts\\activate.bat"\n'
        "call conda install --quiet --yes --channel conda-forge --strict-channel-priority "
        f"{specs}\n"
        "if !errorlevel! neq 0 exit /b !errorlevel!"
    )


def validate(config: ForgeConfig) -> str:
    """Lines that validate the outputs where conda-forge.yml asks for it."""
    if config.flag("conda_forge_output_validation"):
        return (
            'call validate_recipe_outputs "%FEEDSTOCK_NAME%"\n'
            "if !errorlevel! neq 0 exit /b !errorlevel!"
        )
    return ""
