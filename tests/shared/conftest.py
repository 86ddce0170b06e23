"""The mechanisms are the same in every service; these tests use the database of one."""

import pytest


@pytest.fixture
def service() -> str:
    return "notify"
