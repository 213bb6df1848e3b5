#!/usr/bin/env bash
# What the action runs: annotations at the lines of the change, and a report in the summary of the job.
set -euo pipefail
read -ra paths <<< "$PATHS"
read -ra arguments <<< "$ARGUMENTS"
ringfence="$RUNNER_TEMP/ringfence/bin/ringfence"
if [ "$SUMMARY" = true ]; then
  "$ringfence" check "${paths[@]}" "${arguments[@]}" --format markdown >> "$GITHUB_STEP_SUMMARY" || true
fi
"$ringfence" check "${paths[@]}" "${arguments[@]}" --format github
