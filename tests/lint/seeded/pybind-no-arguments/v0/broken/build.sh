#!/bin/bash
set -ex

export Python_NumPy_INCLUDE_DIR="$(python -c 'import numpy; print(numpy.get_include())')"
cmake -S . -B build -GNinja
cmake --build build
cmake --install build
