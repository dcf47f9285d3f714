#!/bin/bash
set -euxo pipefail

if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" == "1" ]]; then
  if [[ "$mpi" == "openmpi" ]]; then
    export OPAL_PREFIX="$PREFIX"
  fi
fi

cmake -S . -B build -G Ninja ${CMAKE_ARGS}
cmake --build build --parallel "$CPU_COUNT"
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then
  ctest --test-dir build --output-on-failure --parallel "$CPU_COUNT"
fi
cmake --install build
