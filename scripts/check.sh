#!/usr/bin/env bash
# Lints what Maven does not know: the scripts with shellcheck, scripts/terraform with terraform. A tool that is
# not installed is said to be missing and fails nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if command -v shellcheck >/dev/null; then
  shellcheck --external-sources .ci/run scripts/sluice scripts/*.sh
else
  echo "shellcheck is not installed: the scripts were not looked at."
fi

if ! command -v terraform >/dev/null; then
  echo "terraform is not installed: scripts/terraform was not looked at."
  exit 0
fi
terraform fmt -check -recursive scripts/terraform
for module in aws gcp; do
  # In a copy, so that nothing of it is left here.
  work=$(mktemp -d)
  cp "scripts/terraform/$module"/*.tf "$work"
  if terraform -chdir="$work" init -backend=false -input=false >"$work/log" 2>&1; then
    terraform -chdir="$work" validate
  elif grep -q "Failed to query available provider packages" "$work/log"; then
    echo "scripts/terraform/$module was not validated: its providers cannot be had here."
  else
    cat "$work/log" >&2
    exit 1
  fi
  rm -rf "$work"
done
