#!/bin/bash
# Audits every package below a directory and scores the reports.
#
#   bench/measure/planted.sh SUITE OUT [--budget quick|standard|deep] [--at-once N] [--jobs N] [--vitrine FILE] [--only ID]...
#
# SUITE holds a directory for each case, with a package.json, and may hold score.mjs. An audit gets nothing but its case's directory, copied away from the labels; the
# protocol is found by itself. Without --at-once, one after the other; without --jobs, as many sessions at once as the auditor takes for this machine. OUT gets ID.json (the report's JSON), reports/ID (the whole report) and logs/ID.log. Started again, it goes on: what has an ID.json is not
# audited again, what was interrupted is resumed. Exit status: 0, or 2 if a case has no finished report.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# One case; called by xargs below.
if [[ ${1-} == --case ]]; then
  id=$2
  [[ -s $OUT/$id.json ]] && exit 0
  report=$OUT/reports/$id log=$OUT/logs/$id.log
  # The same path each time: a resumed audit must find its target where it was.
  copy=$OUT/targets/$id
  if [[ ! -d $copy ]]; then
    rm -rf "$copy.new"
    cp -r "$SUITE/$id" "$copy.new"
    chmod -R u+w "$copy.new"
    find "$copy.new" -maxdepth 1 \( -name labels.json -o -name trigger.json \) -delete
    mv "$copy.new" "$copy"
  fi
  resume=()
  [[ -n $(ls -A "$report.work" 2>/dev/null) ]] && resume=(--resume)
  start=$SECONDS
  status=0
  "$VITRINE" audit "$copy" -o "$report" --budget "$BUDGET" ${JOBS:+--jobs "$JOBS"} "${resume[@]}" >"$log" 2>&1 </dev/null || status=$?
  verdict=$(sed -n 's/^verdict  *\([a-z]*\).*/\1/p' "$log" | head -1)
  # Only a finished audit counts as done; an interrupted one goes on next time.
  if ((status == 0 || status == 1)) && [[ -s $report/report.json ]]; then
    cp "$report/report.json" "$OUT/$id.json.new"
    mv "$OUT/$id.json.new" "$OUT/$id.json"
  fi
  printf '%-16s %-10s %4d s%s\n' "$id" "${verdict:-failed}" $((SECONDS - start)) "$( ((status > 1)) && printf '  %s' "$(tail -1 "$log")" || true)"
  exit 0
fi

usage() { sed -n '2,9p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//' >&2; exit 2; }

(($# >= 2)) || usage
SUITE=$(cd "$1" && pwd) || usage
mkdir -p "$2"
OUT=$(cd "$2" && pwd)
shift 2
BUDGET=standard JOBS= VITRINE=$root/vitrine at_once=1 only=()
while (($#)); do
  (($# >= 2)) || usage
  case $1 in
    --budget) BUDGET=$2 ;;
    --at-once) at_once=$2 ;;
    --jobs) JOBS=$2 ;;
    --vitrine) VITRINE=$(realpath "$2") ;;
    --only) only+=("$2") ;;
    *) usage ;;
  esac
  shift 2
done
case $OUT/ in "$SUITE"/*) echo "planted.sh: OUT must not be in SUITE: audits must not see each other." >&2; exit 2 ;; esac
export SUITE OUT BUDGET JOBS VITRINE
mkdir -p "$OUT"/{reports,logs,targets}

ids=()
for manifest in "$SUITE"/*/package.json; do
  [[ -f $manifest ]] || continue
  id=$(basename "$(dirname "$manifest")")
  if ((${#only[@]} == 0)) || [[ " ${only[*]} " == *" $id "* ]]; then ids+=("$id"); fi
done
((${#ids[@]})) || { echo "planted.sh: $SUITE holds no package." >&2; exit 2; }

begun=$SECONDS
printf '%s\0' "${ids[@]}" | xargs -0 -n 1 -P "$at_once" "${BASH_SOURCE[0]}" --case
missing=0
for id in "${ids[@]}"; do [[ -s $OUT/$id.json ]] || missing=$((missing + 1)); done
printf '%d of %d audits finished, %d s\n\n' $((${#ids[@]} - missing)) "${#ids[@]}" $((SECONDS - begun))
[[ -f $SUITE/score.mjs ]] && node "$SUITE/score.mjs" "$OUT"
((missing == 0)) || exit 2
