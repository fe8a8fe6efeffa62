#!/usr/bin/env bash
# Installs the scanner that belongs to this action into an environment of its own, outside the scanned repository.
set -euo pipefail
python -m venv "$RUNNER_TEMP/mcp-sast"
"$RUNNER_TEMP/mcp-sast/bin/python" -m pip install --quiet --disable-pip-version-check "$GITHUB_ACTION_PATH"
