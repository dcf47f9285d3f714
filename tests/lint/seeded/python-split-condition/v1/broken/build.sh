#!/bin/bash
set -euo pipefail

export FASTGRID_OPENMP=1
"${PYTHON}" -m pip install . -vv --no-deps --no-build-isolation
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then
  "${PYTHON}" -m pytest tests
fi
