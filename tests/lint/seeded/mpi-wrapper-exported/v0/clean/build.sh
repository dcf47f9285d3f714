#!/bin/bash
set -ex

if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" == "1" && "${mpi}" == "openmpi" ]]; then
  export OPAL_PREFIX="$PREFIX"
fi
export CC=mpicc FC=mpifort
make -j"${CPU_COUNT}" PREFIX="$PREFIX" install
