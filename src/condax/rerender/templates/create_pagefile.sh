#!/usr/bin/env bash
# @GENERATED@
# Adds a swap file of so many GiB on a hosted Linux runner.
set -eo pipefail

size="${1:?size in GiB}"
sudo fallocate -l "${size}GiB" /condax.swap || sudo dd if=/dev/zero of=/condax.swap bs=1GiB count="${size}"
sudo chmod 600 /condax.swap
sudo mkswap /condax.swap
sudo swapon /condax.swap
