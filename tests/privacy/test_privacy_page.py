"""The compliance page names tests that exist: a row cannot outlive what shows it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[a-z_/]+\.py(?:::[A-Za-z_:]+)?)`", TEXT)))
SECTIONS = ("2.11", "2.12", "2.13", "2.14", "2.15", "2.16", "2.22", "2.23", "2.25", "2.26", "2.31", "2.32", "2.33", "2.35",
            "2.51", "2.52", "2.53", "2.61", "2.66", "2.67")  # fmt: skip


@pytest.mark.parametrize("named", NAMED)
def test_the_test_it_names_exists(named):
    path, *names = named.split("::")
    source = (ROOT / path).read_text(encoding="utf-8")
    assert all(re.search(rf"^\s*(def|class) {name}\b", source, re.MULTILINE) for name in names)


@pytest.mark.parametrize("section", SECTIONS)
def test_the_section_has_its_row(section):
    assert re.search(rf"^\| [^|]*{re.escape(section)}\b", TEXT, re.MULTILINE)
