"""`python -m mcp_sast`: the command line.

In: arguments. Out: an exit code.
"""

from __future__ import annotations

from mcp_sast.cli import main

if __name__ == "__main__":
    main()
