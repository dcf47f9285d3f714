#!/usr/bin/env bash
# @GENERATED@
# Runs in the container of a Linux job: installs the tools, builds, validates, uploads.
set -eo pipefail

export PYTHONUNBUFFERED=1
export FEEDSTOCK_ROOT="${FEEDSTOCK_ROOT:-/home/conda/feedstock_root}"
export RECIPE_ROOT="${RECIPE_ROOT:-/home/conda/recipe_root}"
export CI_SUPPORT="${FEEDSTOCK_ROOT}/.ci_support"
export CONFIG_FILE="${CI_SUPPORT}/${CONFIG}.yaml"

# shellcheck source=/dev/null
source "${FEEDSTOCK_ROOT}/.scripts/logging_utils.sh"

startgroup "Installing the tools"
cat >"${HOME}/.condarc" <<CONDARC
channel_priority: @CHANNEL_PRIORITY@
solver: @CONDA_SOLVER@
conda-build:
  root-dir: ${FEEDSTOCK_ROOT}/build_artifacts
pkgs_dirs:
  - ${FEEDSTOCK_ROOT}/build_artifacts/pkg_cache
  - /opt/conda/pkgs
CONDARC
export CONDA_BLD_PATH="${FEEDSTOCK_ROOT}/build_artifacts"
@INSTALL@
export CONDA_LIBMAMBA_SOLVER_NO_CHANNELS_FROM_INSTALLED=1
@CONDA_BUILD_SETTINGS@
endgroup

startgroup "Setting up the build"
setup_conda_rc "${FEEDSTOCK_ROOT}" "${RECIPE_ROOT}" "${CONFIG_FILE}"
setup=run_conda_forge_build_setup
if [[ -f "${RECIPE_ROOT}/${setup}_linux" ]]; then
  setup="${RECIPE_ROOT}/${setup}_linux"
fi
# shellcheck source=/dev/null
source "${setup}"
if [[ -f "${RECIPE_ROOT}/yum_requirements.txt" ]]; then
  (
    # With many file descriptors, as containers have them, rpm is slow:
    # https://bugzilla.redhat.com/show_bug.cgi?id=1537564
    ulimit -n 1024
    # shellcheck source=/dev/null
    source /etc/os-release
    if [[ "${ID}" == almalinux && "${VERSION_ID%%.*}" -ge 10 ]]; then
      # Has the repositories of what AlmaLinux moved out of its main ones in version 10.
      /usr/bin/sudo -n yum install -y almalinux-release-devel
    fi
    grep -Ev '^[[:space:]]*(#|$)' "${RECIPE_ROOT}/yum_requirements.txt" |
      xargs -r /usr/bin/sudo -n yum install -y
  )
fi
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

touch "${FEEDSTOCK_ROOT}/build_artifacts/conda-forge-build-done-${CONFIG}"
