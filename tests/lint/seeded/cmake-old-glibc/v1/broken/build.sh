#!/bin/bash
set -ex

mkdir build
cd build
cmake ${CMAKE_ARGS} -GNinja \
  -DBUILD_SHARED_LIBS=ON \
  -DMESHTOOLS_WITH_HDF5=ON \
  ..
ninja
ninja install
if [[ "${CONDA_BUILD_CROSS_COMPILATION:-0}" == "1" ]]; then
  exit 0
fi
ctest --output-on-failure
