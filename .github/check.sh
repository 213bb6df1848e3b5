#!/usr/bin/env bash
# What the action runs: annotations at the lines of the change, and a report in the summary of the job.
set -euo pipefail
# Words on one line or on several; `read` ends with 1 where the text does.
read -r -d '' -a paths <<< "$PATHS" || true
read -r -d '' -a arguments <<< "$ARGUMENTS" || true
ringfence="$RUNNER_TEMP/ringfence/bin/ringfence"
if [ "$SUMMARY" = true ]; then
  "$ringfence" check "${paths[@]}" "${arguments[@]}" --format markdown >> "$GITHUB_STEP_SUMMARY" || true
fi
"$ringfence" check "${paths[@]}" "${arguments[@]}" --format github
