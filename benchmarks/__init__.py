"""Measurements of mcp-sast: speed, growth, and what it says of real published servers. See README.md."""
