#!/usr/bin/env bash
# The job ends as the scan did. Nothing to analyse (3) fails too: a path that is wrong must not look like a clean bill.
set -u
case "${EXIT_CODE:-}" in
0) exit 0 ;;
1) echo "::error title=mcp-sast::There are findings at or above the level that fails this job; the job's summary lists them" ;;
3) echo "::error title=mcp-sast::There is nothing to analyse at this path" ;;
4) echo "::error title=mcp-sast::The scan is incomplete; the job's summary says why" ;;
*) echo "::error title=mcp-sast::The scan failed (exit code ${EXIT_CODE:-none}); see the log of the step before" ;;
esac
exit "${EXIT_CODE:-1}"
