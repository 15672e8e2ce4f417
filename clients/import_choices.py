"""Words of bringing clients in from another system: where a file stands, what becomes of its rows, and what is wrong with them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportKind(models.TextChoices):
    CSV = "csv", _("Table (CSV)")
    FHIR = "fhir", _("FHIR R4 bundle")


class ImportStatus(models.TextChoices):
    WAITING = "waiting", _("Being read")
    READY = "ready", _("To look through")
    ASKED = "asked", _("Being brought in")
    DONE = "done", _("Brought in")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Put aside")


IMPORT_MOVES: dict[str, frozenset[str]] = {
    ImportStatus.WAITING: frozenset({ImportStatus.READY, ImportStatus.REFUSED}),
    ImportStatus.READY: frozenset(
        {ImportStatus.WAITING, ImportStatus.ASKED, ImportStatus.DONE, ImportStatus.WITHDRAWN}
    ),
    ImportStatus.ASKED: frozenset({ImportStatus.READY, ImportStatus.DONE}),
    ImportStatus.DONE: frozenset(),
    ImportStatus.REFUSED: frozenset(),
    ImportStatus.WITHDRAWN: frozenset(),
}


class RowOutcome(models.TextChoices):
    """What would become of a row, and what became of it."""

    NEW = "new", _("New")
    ALIKE = "alike", _("Looks like somebody")
    KNOWN = "known", _("Brought in before")
    DOUBLE = "double", _("Twice in the file")
    FAULTY = "faulty", _("Cannot be used")
    MADE = "made", _("Brought in")
    LINKED = "linked", _("Linked to a chart")
    LEFT_OUT = "left_out", _("Left out")


class RowDecision(models.TextChoices):
    """What a colleague decided about a row that looks like somebody; empty while nobody did."""

    LINK = "link", _("The same person")
    NEW = "new", _("Somebody else")
    LEAVE_OUT = "leave_out", _("Leave out")


FAULTS = (RowOutcome.FAULTY, RowOutcome.DOUBLE)
"""Rows for which a file is not brought in, unless the person leaves them out."""
BROUGHT = (RowOutcome.MADE, RowOutcome.LINKED)
"""Rows by which a later file of the same system knows a person again."""
MOST_ROWS = 20_000
MOST_BYTES = 64 * 1024 * 1024
SOURCE_LENGTH = 80
