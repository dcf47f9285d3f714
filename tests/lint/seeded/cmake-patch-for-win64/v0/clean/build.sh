#!/bin/bash
set -ex

mkdir build
cd build
cmake ${CMAKE_ARGS} -GNinja \
  -DBUILD_SHARED_LIBS=ON \
  -DMESHTOOLS_WITH_HDF5=ON \
  ..
ninja
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then
  ctest --output-on-failure -j"${CPU_COUNT}"
fi
ninja install
