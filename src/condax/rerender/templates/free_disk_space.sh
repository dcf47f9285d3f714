#!/usr/bin/env bash
# @GENERATED@
# Makes room on a hosted machine: `quick` removes big folders and browsers, `max` also containers.
set -eo pipefail

df -h
case "$(uname -s)" in
  Linux)
    sudo rm -rf /opt/ghc /opt/hostedtoolcache /usr/lib/jvm /usr/local/.ghcup \
      /usr/local/lib/android /usr/local/share/powershell /usr/share/dotnet /usr/share/swift
    if command -v apt-get >/dev/null; then
      for package in firefox google-chrome-stable microsoft-edge-stable; do
        if dpkg --status "${package}" >/dev/null 2>&1; then
          sudo apt-get remove --purge -y "${package}"
        fi
      done
      sudo apt-get autoremove -y >/dev/null
      sudo apt-get autoclean -y >/dev/null
    fi
    if [[ "${1:-quick}" == max ]] && command -v docker >/dev/null; then
      sudo docker image prune --all --force
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
