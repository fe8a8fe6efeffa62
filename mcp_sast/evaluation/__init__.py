"""Pure operations over constants: one table for folding and, later, for interpreting pure code."""
