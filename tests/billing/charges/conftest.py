import pytest

from tests.factories import charges as made


@pytest.fixture
def told(monkeypatch):
    return made.tell(monkeypatch)


@pytest.fixture
def desk(db):
    return made.make_desk()
