"""When a month of the ledger may be closed."""

from __future__ import annotations

import datetime as dt

from iop.core.words import Sentence, say


def next_month(first_on: dt.date) -> dt.date:
    """Give the first day of the month after."""
    return (first_on.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def last_day(first_on: dt.date) -> dt.date:
    """Give a month's last day."""
    return next_month(first_on) - dt.timedelta(days=1)


def why_not_close(first_on: dt.date, today: dt.date, oldest_open: dt.date | None) -> Sentence | None:
    """A month closes when it is over, and the oldest open one first: balances are carried from one to the next."""
    if first_on.day != 1:
        return say("A month begins on its first day.")
    if today <= last_day(first_on):
        return say("This month is not over yet.")
    if oldest_open is None or first_on < oldest_open:
        return say("Nothing was posted in this month.")
    if first_on > oldest_open:
        return say("An earlier month is still open. Close that one first.")
    return None
