"""How much of a target is read, and why not more.

In: nothing. Out: the caps that the readers of directories and archives share.
"""

from __future__ import annotations

# The largest code file seen in a published server is 22 MB; beyond three times that it is data or an attack on the analyser.
MOST_BYTES_OF_A_FILE = 64 * 1024 * 1024

# All files of a target lie in memory at once, and a scan must stay under 1.5 GB.
MOST_BYTES_OF_A_TARGET = 512 * 1024 * 1024

# Published packages hold up to about 20,000 files; a list of millions of empty ones is a bomb of another kind.
MOST_FILES_OF_A_TARGET = 100_000

# Deflate reaches 1,032 to 1, text of real packages 3 to 10 (at most about 100). An archive may unpack to 200 times its size, and
# always to 64 MB, so that a small one with a well packed table is not taken for a bomb.
MOST_UNPACKED_TO_PACKED = 200
ALWAYS_UNPACKED = 64 * 1024 * 1024

# File systems allow 255 bytes a name and 4,096 a path.
MOST_BYTES_OF_A_PATH = 4096

# An archive in an archive happens (a release that holds its own package), five deep never; each costs time to open.
MOST_NESTING = 4
MOST_NESTED_ARCHIVES = 200

# A hostile target can earn a complaint a member; more than this of one kind are counted.
MOST_COMPLAINTS_OF_A_KIND = 20


def unpacked_budget(packed: int) -> int:
    """The bytes that an archive of `packed` bytes may unpack to."""
    return min(MOST_BYTES_OF_A_TARGET, max(ALWAYS_UNPACKED, packed * MOST_UNPACKED_TO_PACKED))
