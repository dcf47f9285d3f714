#!/bin/bash
set -euo pipefail

export FASTGRID_OPENMP=1
"${PYTHON}" setup.py install --single-version-externally-managed --record=record.txt
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then
  "${PYTHON}" -m pytest tests
fi
