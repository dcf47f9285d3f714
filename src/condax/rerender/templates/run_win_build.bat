@echo off
:: @GENERATED@
:: Builds on a Windows machine: installs the tools, builds, validates, uploads.
setlocal enableextensions enabledelayedexpansion

if "%CONFIG%"=="" (
  echo CONFIG is not set; it is the name of a file below .ci_support
  exit /b 1
)
if "%MINIFORGE_HOME%"=="" set "MINIFORGE_HOME=%USERPROFILE%\Miniforge3"
if "%CONDA_BLD_PATH%"=="" set "CONDA_BLD_PATH=C:\bld"
if "%FEEDSTOCK_NAME%"=="" set "FEEDSTOCK_NAME=@FEEDSTOCK_NAME@"
set "FEEDSTOCK_ROOT=%CD%"
set "RECIPE_ROOT=@RECIPE_DIR_WINDOWS@"
set "CONFIG_FILE=.ci_support\%CONFIG%.yaml"
set "PYTHONUNBUFFERED=1"

echo == Installing the tools
@INSTALL_WINDOWS@
if not exist "%CONDA_BLD_PATH%" mkdir "%CONDA_BLD_PATH%"

echo == Setting up the build
setup_conda_rc .\ ".\%RECIPE_ROOT%" ".\%CONFIG_FILE%"
if !errorlevel! neq 0 exit /b !errorlevel!
set "SETUP=run_conda_forge_build_setup"
if exist "%RECIPE_ROOT%\%SETUP%_win.bat" set "SETUP=.\%RECIPE_ROOT%\%SETUP%_win.bat"
call "%SETUP%"
if !errorlevel! neq 0 exit /b !errorlevel!
:: Packages carry the recipe and its scripts, and so their license.
if exist LICENSE.txt copy /y LICENSE.txt "%RECIPE_ROOT%\recipe-scripts-license.txt"

@SKIP_TESTS_WINDOWS@
echo == Building %CONFIG%
@BUILD_WINDOWS@
if !errorlevel! neq 0 exit /b !errorlevel!

echo == Inspecting the packages
call inspect_artifacts --recipe-dir ".\%RECIPE_ROOT%" -m "%CONFIG_FILE%"
@VALIDATE_WINDOWS@
if /i "%UPLOAD_PACKAGES%"=="true" if /i not "%IS_PR_BUILD%"=="true" (
  echo == Uploading the packages
  @UPLOAD_WINDOWS@
  if !errorlevel! neq 0 exit /b !errorlevel!
)
