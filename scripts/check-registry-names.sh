#!/usr/bin/env bash
# Fails when a file of the tree names a package registry's host: which registry is used is the machine's configuration, asked at run time and never ours to fix.
# usage: check-registry-names.sh DOTNET
set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." || exit 2

hosts=$(mktemp) || exit 2
trap 'rm -f "$hosts"' EXIT
{
    "$1" nuget list source --format short 2>/dev/null | awk '{ print $NF }'
    command -v npm >/dev/null && npm config get registry 2>/dev/null
} | sed -n 's#^https*://\([^/@]*@\)\{0,1\}\([^/:]*\).*#\2#p' | sort -u >"$hosts"
if ! [ -s "$hosts" ]; then
    echo "Neither dotnet nor npm names a registry: there is nothing to look for."
    exit 0
fi

# In a git checkout: what is tracked or would be; elsewhere every file that is not built.
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    found=$(git grep --untracked -I -n -i -F -f "$hosts")
else
    found=$(grep -r -I -n -i -F -f "$hosts" --exclude-dir=.git --exclude-dir=bin --exclude-dir=obj --exclude-dir=artifacts --exclude-dir=node_modules .)
fi
case $? in
0)
    printf '%s\n' "$found" "These lines name a package registry; ask its client for the configured one instead."
    exit 1
    ;;
1) exit 0 ;;
*) echo "The tree can't be searched." && exit 2 ;;
esac
