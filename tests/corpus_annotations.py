"""The annotations of corpus cases, as tests import them: `mcp-sast test` reads the same ones."""

from __future__ import annotations

from mcp_sast.casebook.annotations import (
    CODE_SUFFIXES,
    Expectation,
    Verdict,
    annotations_in,
    annotations_of,
    case_folders,
    code_files,
    expected_file,
    is_pair,
    judged_folder,
    policy_file,
)

__all__ = [
    "CODE_SUFFIXES",
    "Expectation",
    "Verdict",
    "annotations_in",
    "annotations_of",
    "case_folders",
    "code_files",
    "expected_file",
    "is_pair",
    "judged_folder",
    "policy_file",
]
