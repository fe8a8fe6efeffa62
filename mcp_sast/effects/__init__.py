"""What a package does to the outside, and whether that was said of it.

In: facts of dataflow, servers, packages and knowledge. Out: effects with destination, tier and data; `declarations` is the one
place where RULES.md's "declared", "own variable" and "secret-shaped" live.
"""
