"""The diagrams in the docs are drawn from the transition tables."""

import pytest
from django.core.management import CommandError, call_command

from clients import choices


def test_the_page_in_the_docs_is_what_the_tables_say():
    call_command("state_diagrams", "--check")


def test_a_changed_table_is_noticed(monkeypatch):
    monkeypatch.setitem(choices.EPISODE_MOVES, choices.EpisodeStatus.DISCHARGED, {choices.EpisodeStatus.ADMITTED})
    with pytest.raises(CommandError, match="out of date"):
        call_command("state_diagrams", "--check")
