#!/usr/bin/env bash
# @GENERATED@
# Makes room on a hosted Linux runner: `quick` removes big folders, `max` also containers.
set -eo pipefail

df -h /
sudo rm -rf /usr/local/lib/android /usr/share/dotnet /opt/ghc /usr/local/.ghcup
if [[ "${1:-quick}" == max ]]; then
  sudo docker image prune --all --force
  sudo rm -rf /opt/hostedtoolcache /usr/share/swift /usr/local/share/boost
fi
df -h /
