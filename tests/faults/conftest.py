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


@pytest.fixture(scope="session")
def _worker(_works):
    return _works.worker(children=2)


@pytest.fixture
def worker(works, _worker):
    assert _worker.is_running(), _worker.said()[-3000:]
    return _worker
