#!/bin/bash
set -euxo pipefail

cmake -S . -B build -G Ninja ${CMAKE_ARGS} -DTESTS=ON
cmake --build build --parallel "$CPU_COUNT"
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then
  ctest --test-dir build --output-on-failure --parallel "$CPU_COUNT"
fi
cmake --install build
