#!/usr/bin/env bash
# @GENERATED@
# Starts .scripts/build_steps.sh in the container of a Linux job.
set -eo pipefail

FEEDSTOCK_ROOT="$(cd "$(dirname "$0")/.." && pwd)"
# shellcheck source=/dev/null
source "${FEEDSTOCK_ROOT}/.scripts/logging_utils.sh"

startgroup "Starting the container"
RECIPE_ROOT="${FEEDSTOCK_ROOT}/@RECIPE_DIR@"
ARTIFACTS="${CONDA_BLD_PATH:-${FEEDSTOCK_ROOT}/build_artifacts}"
ARTIFACTS="${ARTIFACTS/#\~/${HOME}}"
DOCKER_EXECUTABLE="${DOCKER_EXECUTABLE:-@DOCKER_EXECUTABLE@}"
FEEDSTOCK_NAME="${FEEDSTOCK_NAME:-$(basename "${FEEDSTOCK_ROOT}")}"
sha="${sha:-$(git -C "${FEEDSTOCK_ROOT}" rev-parse HEAD)}"
export FEEDSTOCK_NAME sha

if [[ -z "${CONFIG:-}" ]]; then
  echo "CONFIG is not set; it is the name of a file below .ci_support, one of:" >&2
  find "${FEEDSTOCK_ROOT}/.ci_support" -maxdepth 1 -name 'linux_*.yaml' -exec basename {} .yaml \; >&2
  exit 1
fi
if [[ -z "${DOCKER_IMAGE:-}" ]]; then
  DOCKER_IMAGE="$(sed -n '/^docker_image:/{n;s/^- //p;q}' "${FEEDSTOCK_ROOT}/.ci_support/${CONFIG}.yaml")"
  DOCKER_IMAGE="${DOCKER_IMAGE:-@FALLBACK_IMAGE@}"
fi

mkdir -p "${ARTIFACTS}"
# The user in the container has another number.
chmod 0777 "${ARTIFACTS}" || true
DONE="${ARTIFACTS}/conda-forge-build-done-${CONFIG}"
rm -f "${DONE}"

# Words of these variables are arguments of their own.
# shellcheck disable=SC2206
run_args=(@DOCKER_RUN_ARGS@ ${CONDA_FORGE_DOCKER_RUN_ARGS:-})
if [[ -t 0 ]]; then
  run_args+=(-it)
fi
if [[ -z "${CI:-}" && "$(id -u)" != 0 ]]; then
  HOST_USER_ID="$(id -u)"
  export HOST_USER_ID
fi
endgroup

"${DOCKER_EXECUTABLE}" run --rm "${run_args[@]}" \
  -v "${RECIPE_ROOT}:/home/conda/recipe_root:rw,z,delegated" \
  -v "${FEEDSTOCK_ROOT}:/home/conda/feedstock_root:rw,z,delegated" \
  -v "${ARTIFACTS}:/home/conda/feedstock_root/build_artifacts:rw,z,delegated" \
  -e CONFIG \
  -e HOST_USER_ID \
  -e UPLOAD_PACKAGES \
  -e IS_PR_BUILD \
  -e GIT_BRANCH \
  -e UPLOAD_ON_BRANCH \
  -e CI \
  -e FEEDSTOCK_NAME \
  -e CPU_COUNT \
  -e BUILD_WITH_CONDA_DEBUG \
  -e BUILD_OUTPUT_ID \
  -e EXTRA_CB_OPTIONS \
  -e flow_run_id \
  -e remote_url \
  -e sha \
@SECRETS@  "${DOCKER_IMAGE}" \
  @DOCKER_COMMAND@ /home/conda/feedstock_root/.scripts/build_steps.sh

if [[ ! -f "${DONE}" && -z "${BUILD_WITH_CONDA_DEBUG:-}" ]]; then
  echo "the container ended without finishing the build" >&2
  exit 1
fi
