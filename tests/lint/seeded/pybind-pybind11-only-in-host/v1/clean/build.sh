#!/bin/bash
set -ex

if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" == "1" ]]; then
  Python_NumPy_INCLUDE_DIR="$(python -c 'import numpy; print(numpy.get_include())')"
  CMAKE_ARGS="${CMAKE_ARGS} -DPython_EXECUTABLE:PATH=${PYTHON}"
  CMAKE_ARGS="${CMAKE_ARGS} -DPython_INCLUDE_DIR:PATH=${PREFIX}/include/python${PY_VER}"
  CMAKE_ARGS="${CMAKE_ARGS} -DPython_NumPy_INCLUDE_DIR=${Python_NumPy_INCLUDE_DIR}"
fi
cmake -S . -B build -GNinja ${CMAKE_ARGS}
cmake --build build
cmake --install build
