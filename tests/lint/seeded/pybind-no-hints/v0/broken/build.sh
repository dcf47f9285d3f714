#!/bin/bash
set -ex

cmake -S . -B build -GNinja ${CMAKE_ARGS}
cmake --build build
cmake --install build
