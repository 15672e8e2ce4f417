import pytest

from tests.plugins.servers import of_worker


@pytest.mark.parametrize(
    ("url", "number", "expected"),
    [
        ("unix:///tmp/v.sock?db=0", 2, "unix:///tmp/v.sock?db=2"),
        ("redis://127.0.0.1:6379/3", 2, "redis://127.0.0.1:6379/5"),
        ("redis://127.0.0.1:6379", 1, "redis://127.0.0.1:6379/1"),
        ("redis://127.0.0.1:6379/15", 1, "redis://127.0.0.1:6379/0"),
    ],
)
def test_each_worker_has_a_redis_database_of_its_own(url, number, expected):
    assert of_worker(url, number) == expected
