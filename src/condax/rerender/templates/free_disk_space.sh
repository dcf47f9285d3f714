#!/usr/bin/env bash
# @GENERATED@
# Makes room on a hosted machine: `quick` removes big folders, `max` also containers on Linux.
set -eo pipefail

df -h
case "$(uname -s)" in
  Linux)
    sudo rm -rf /usr/local/lib/android /usr/share/dotnet /opt/ghc /usr/local/.ghcup
    if [[ "${1:-quick}" == max ]]; then
      sudo docker image prune --all --force
      sudo rm -rf /opt/hostedtoolcache /usr/share/swift /usr/local/share/boost
    fi
    ;;
  Darwin)
    rm -rf "${HOME}/Library/Android" "${HOME}/.dotnet" "${HOME}/hostedtoolcache"
    ;;
  *)
    rm -rf C:/Android C:/hostedtoolcache/windows
    ;;
esac
df -h
