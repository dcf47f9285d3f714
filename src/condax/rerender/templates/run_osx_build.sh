#!/usr/bin/env bash
# @GENERATED@
# Builds on a macOS machine: installs the tools, builds, validates, uploads.
set -eo pipefail

FEEDSTOCK_ROOT="$(cd "$(dirname "$0")/.." && pwd)"
export FEEDSTOCK_ROOT
export RECIPE_ROOT="${FEEDSTOCK_ROOT}/@RECIPE_DIR@"
export CI_SUPPORT="${FEEDSTOCK_ROOT}/.ci_support"
export CONFIG_FILE="${CI_SUPPORT}/${CONFIG}.yaml"
export FEEDSTOCK_NAME="${FEEDSTOCK_NAME:-$(basename "${FEEDSTOCK_ROOT}")}"
export CONDA_BLD_PATH="${CONDA_BLD_PATH:-${FEEDSTOCK_ROOT}/build_artifacts}"
CONDA_BLD_PATH="${CONDA_BLD_PATH/#\~/${HOME}}"
MINIFORGE_HOME="${MINIFORGE_HOME:-${HOME}/miniforge3}"
MINIFORGE_HOME="${MINIFORGE_HOME/#\~/${HOME}}"
sha="${sha:-$(git -C "${FEEDSTOCK_ROOT}" rev-parse HEAD)}"

# shellcheck source=/dev/null
source "${FEEDSTOCK_ROOT}/.scripts/logging_utils.sh"

startgroup "Installing the tools"
@INSTALL@
@CONDA_BUILD_SETTINGS@
endgroup

startgroup "Setting up the build"
setup_conda_rc "${FEEDSTOCK_ROOT}" "${RECIPE_ROOT}" "${CONFIG_FILE}"
if [[ -n "${CI:-}" ]]; then
  mangle_compiler "${FEEDSTOCK_ROOT}" "${RECIPE_ROOT}" "${CONFIG_FILE}"
  # What Homebrew has is not to be found by the build.
  /usr/bin/sudo mangle_homebrew
  /usr/bin/sudo -k
  if [[ -z "${OSX_SDK_DIR:-}" ]]; then
    export OSX_SDK_DIR=/opt/conda-sdks
    /usr/bin/sudo mkdir -p "${OSX_SDK_DIR}"
    /usr/bin/sudo chown "$(id -un)" "${OSX_SDK_DIR}"
  fi
elif [[ -z "${OSX_SDK_DIR:-}" ]]; then
  echo "OSX_SDK_DIR is not set; it is a folder that macOS SDKs are downloaded to" >&2
  exit 1
fi
setup=run_conda_forge_build_setup
if [[ -f "${RECIPE_ROOT}/${setup}_osx" ]]; then
  setup="${RECIPE_ROOT}/${setup}_osx"
fi
# shellcheck source=/dev/null
source "${setup}"
make_build_number "${FEEDSTOCK_ROOT}" "${RECIPE_ROOT}" "${CONFIG_FILE}"
# Packages carry the recipe and its scripts, and so their license.
if [[ -f "${FEEDSTOCK_ROOT}/LICENSE.txt" ]]; then
  cp "${FEEDSTOCK_ROOT}/LICENSE.txt" "${RECIPE_ROOT}/recipe-scripts-license.txt"
fi
endgroup

# Words of EXTRA_CB_OPTIONS are options of their own.
# shellcheck disable=SC2206
options=(${EXTRA_CB_OPTIONS:-})
@SKIP_TESTS@
if [[ -n "${BUILD_WITH_CONDA_DEBUG:-}" && "${BUILD_WITH_CONDA_DEBUG}" != 0 ]]; then
  @DEBUG@
  exit
fi

startgroup "Building ${CONFIG}"
@BUILD@
endgroup

startgroup "Inspecting the packages"
inspect_artifacts --recipe-dir "${RECIPE_ROOT}" -m "${CONFIG_FILE}" || true
@VALIDATE@
endgroup

if [[ "${UPLOAD_PACKAGES:-False}" != False && "${IS_PR_BUILD:-False}" == False ]]; then
  startgroup "Uploading the packages"
  @UPLOAD@
  endgroup
fi
