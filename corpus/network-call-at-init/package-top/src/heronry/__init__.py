from ._release import RELEASE

__version__ = RELEASE["version"]
