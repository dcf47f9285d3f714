#!/bin/bash
set -ex

export Python_EXECUTABLE="$PYTHON"
cmake -S . -B build -GNinja
cmake --build build
cmake --install build
