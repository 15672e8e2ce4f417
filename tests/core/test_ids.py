from concurrent.futures import ThreadPoolExecutor

from iop.core.ids import uuid7


def test_later_ids_sort_later():
    made = [uuid7() for _ in range(2_000)]
    assert made == sorted(made)


def test_threads_never_make_the_same_id():
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: uuid7(), range(4_000)))
    assert len(set(made)) == 4_000


def test_an_id_is_a_version_7_uuid():
    assert uuid7().version == 7
