#!/bin/bash
set -ex

make -j"${CPU_COUNT}" MPICC=mpicc MPIFC=mpifort PREFIX="$PREFIX" install
