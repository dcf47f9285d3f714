#!/usr/bin/env bash
# @GENERATED@
# Foldable groups in the logs of the CI services; plain lines elsewhere.

startgroup() {
  { local shown=$-; set +x; } 2>/dev/null
  case "${CI:-}" in
    github_actions) echo "::group::$1" ;;
    azure) echo "##[group]$1" ;;
    *) echo "== $1" ;;
  esac
  case "${shown}" in *x*) set -x ;; esac
}

endgroup() {
  { local shown=$-; set +x; } 2>/dev/null
  case "${CI:-}" in
    github_actions) echo "::endgroup::" ;;
    azure) echo "##[endgroup]" ;;
    *) ;;
  esac
  case "${shown}" in *x*) set -x ;; esac
}
