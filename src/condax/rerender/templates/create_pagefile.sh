#!/usr/bin/env bash
# @GENERATED@
# Adds a swap file of so many GiB on a hosted Linux runner.
set -eo pipefail

size="${1:?size in GiB}"
file=/condax.swap
# Where a machine of Namespace has its room.
[[ -d /namespace/scratch ]] && file=/namespace/scratch/condax.swap
sudo fallocate -l "${size}GiB" "${file}" || sudo dd if=/dev/zero of="${file}" bs=1GiB count="${size}"
sudo chmod 600 "${file}"
sudo mkswap "${file}"
sudo swapon "${file}"
