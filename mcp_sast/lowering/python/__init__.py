"""The front end for Python.

In: a `SyntaxTree`. Out: `lower_python`, a session that gives the module's IR on demand.
"""

from mcp_sast.lowering.python.session import PythonLowering, lower_python

__all__ = ["PythonLowering", "lower_python"]
