"""What a scan costs in units of what tree-sitter needs to parse the same code."""
