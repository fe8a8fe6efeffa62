#!/usr/bin/env bash
# Scans, writes annotations and the job's summary, and says where the SARIF file is. Never fails by itself: the report is uploaded first,
# the gate comes last. A scan that comes to no report leaves no file, since an empty one would close all alerts.
set -uo pipefail
scanner="${MCP_SAST:-$RUNNER_TEMP/mcp-sast/bin/mcp-sast}"
sarif="$RUNNER_TEMP/mcp-sast.sarif"
summary="$RUNNER_TEMP/mcp-sast.md"
rm -f "$sarif" "$summary"

arguments=(scan --own --sarif-root "$GITHUB_WORKSPACE" --format github --output "sarif=$sarif" --output "markdown=$summary")
if [ -n "${SCAN_FAIL_ON:-}" ]; then arguments+=("--fail-on=$SCAN_FAIL_ON"); fi
if [ "${SCAN_STRICT:-false}" = true ]; then arguments+=(--strict); fi

code=0
if [ -n "${SCAN_BASE:-}" ]; then
    # On a pull request what is accepted, and what was there before, is what the base revision says.
    git -C "$GITHUB_WORKSPACE" cat-file -e "$SCAN_BASE^{commit}" 2>/dev/null ||
        git -C "$GITHUB_WORKSPACE" fetch --quiet --no-tags --depth=1 origin "$SCAN_BASE"
    arguments+=("--baseline-ref=$SCAN_BASE")
fi
cd "$GITHUB_WORKSPACE" && "$scanner" "${arguments[@]}" -- "${SCAN_PATH:-.}" || code=$?

if [ -f "$summary" ]; then cat "$summary" >>"$GITHUB_STEP_SUMMARY"; fi
echo "exit-code=$code" >>"$GITHUB_OUTPUT"
if [ -f "$sarif" ]; then echo "sarif=$sarif" >>"$GITHUB_OUTPUT"; fi
