"""One broker and one worker serve all of these tests: starting them takes longer than most faults."""

import pytest

from tests.faults.harness import Works


@pytest.fixture(scope="session")
def _works(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        works = Works(tmp_path_factory.mktemp("faults"))
    yield works
    with django_db_blocker.unblock():
        works.end()


@pytest.fixture
def works(_works, transactional_db):
    _works.calm()
    return _works


@pytest.fixture
def worker(works):
    """A worker that takes orders: that of the test before, or another when that one ended."""
    return works.supervised()
