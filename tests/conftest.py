"""Options and fixtures of the whole test suite."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from golden_cases import Case, check_case


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what comes out into the golden files instead of comparing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Case, str], None]:
    """Compares what came out of a golden case with what its file expects."""
    update = bool(request.config.getoption("--update-golden"))
    return lambda case, actual: check_case(case, actual, update=update)


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test keeps is no other test's, nor the user's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
