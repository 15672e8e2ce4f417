"""A small clinic, on Monday 2 March 2026, 10:00 in New York."""

import pytest

from tests.factories.clients import make_clinic


@pytest.fixture
def clinic(db):
    return make_clinic()
