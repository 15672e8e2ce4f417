import pytest

from tests.therapy.world import World


@pytest.fixture
def world(db):
    return World()
