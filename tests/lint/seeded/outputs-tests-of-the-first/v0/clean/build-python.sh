#!/bin/bash
set -e
cd python
"$PYTHON" -m pip install . --no-deps --no-build-isolation -vv
