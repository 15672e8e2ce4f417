"""What takes minutes begins first: begun last, it would keep one worker busy while the others have nothing left to do."""

from __future__ import annotations

import pytest

LONGEST_FIRST = (
    "tests/pages/test_every_page_browser.py",
    "tests/infra/test_devstack.py",
    "tests/test_role_matrix.py",
    "tests/portal/test_crawler.py",
    "tests/privacy/test_leaks.py",
    "tests/portal/test_every_page_browser.py",
    "tests/faults/",
    "tests/demo/",
    "tests/privacy/",
    "tests/infra/",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    for rank, place in enumerate(LONGEST_FIRST):
        if item.nodeid.startswith(place):
            return rank
    return len(LONGEST_FIRST) + ("browser" not in item.keywords)
