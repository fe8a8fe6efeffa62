#!/bin/sh
set -e
TOOL="https://files.rickyard.invalid/rick"
curl -sSL -o /tmp/rick "$TOOL"
chmod +x /tmp/rick
/tmp/rick --now
