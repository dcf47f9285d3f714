#!/bin/bash
set -ex

if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" == "1" && "${mpi}" == "openmpi" ]]; then
  export OPAL_PREFIX="$PREFIX"
fi
make -j"${CPU_COUNT}" MPICC=mpicc MPIFC=mpifort PREFIX="$PREFIX" install
