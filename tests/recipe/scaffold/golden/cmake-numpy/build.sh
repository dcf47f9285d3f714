#!/bin/bash
set -euxo pipefail

include_dir="$("$PYTHON" -c 'import sysconfig; print(sysconfig.get_path("include"))')"
numpy_dir="$("$PYTHON" -c 'import numpy; print(numpy.get_include())')"
cmake -S . -B build -G Ninja ${CMAKE_ARGS} \
  -DPython_EXECUTABLE:PATH="$PYTHON" \
  -DPython_INCLUDE_DIR:PATH="$include_dir" \
  -DPython_NumPy_INCLUDE_DIR:PATH="$numpy_dir" \
  -DPython3_EXECUTABLE:PATH="$PYTHON" \
  -DPython3_INCLUDE_DIR:PATH="$include_dir" \
  -DPython3_NumPy_INCLUDE_DIR:PATH="$numpy_dir"
cmake --build build --parallel "$CPU_COUNT"
cmake --install build
