"""What real build tools make of the cases, and whether the same is found in it."""
