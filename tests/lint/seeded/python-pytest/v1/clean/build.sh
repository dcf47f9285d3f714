#!/bin/bash
set -euo pipefail

export FASTGRID_OPENMP=1
"${PYTHON}" -m pip install . -vv --no-deps --no-build-isolation
if [[ "${RUN_TESTS:-}" == "yes" ]]; then
  "${PYTHON}" -m pytest tests
fi
