#!/bin/bash
set -ex

export CC=mpicc FC=mpifort
make -j"${CPU_COUNT}" PREFIX="$PREFIX" install
