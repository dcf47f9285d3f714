#!/bin/bash
set -euo pipefail

cargo-bundle-licenses --format yaml --output THIRDPARTY.yml
cargo test --release
cargo install --locked --no-track --bins --root "$PREFIX" --path .
