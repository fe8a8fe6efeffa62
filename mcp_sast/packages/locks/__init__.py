"""Readers of lockfiles, a module a family.

In: the bytes of a lockfile. Out: a `Lock` and diagnostics.
"""
