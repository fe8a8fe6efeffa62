"""Plain frozen data that every later layer speaks: places, findings, diagnostics, reports."""
