#!/bin/sh
set -e
TOOL="https://files.rickyard.invalid/rick"
cp tools/rick /tmp/rick
chmod +x /tmp/rick
/tmp/rick --now
