"""Static analysis of MCP server packages for supply chain compromise."""

__version__ = "0.1.0"
