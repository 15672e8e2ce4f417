"""Words of reviews of the level of care."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewStatus(models.TextChoices):
    DUE = "due", _("To do")
    DRAFT = "draft", _("Begun")
    AWAITING = "awaiting", _("Waiting for co-signature")
    SIGNED = "signed", _("Signed")
    COSIGNED = "cosigned", _("Co-signed")
    RETURNED = "returned", _("Returned by the supervisor")
    SUPERSEDED = "superseded", _("Replaced by another")
    DROPPED = "dropped", _("No longer needed")


REVIEW_MOVES: dict[str, set[str]] = {
    ReviewStatus.DUE: {ReviewStatus.DRAFT, ReviewStatus.DROPPED},
    ReviewStatus.DRAFT: {ReviewStatus.SIGNED, ReviewStatus.AWAITING, ReviewStatus.DROPPED},
    ReviewStatus.AWAITING: {ReviewStatus.COSIGNED, ReviewStatus.RETURNED},
    ReviewStatus.RETURNED: {ReviewStatus.SUPERSEDED},
    ReviewStatus.SIGNED: set(),
    ReviewStatus.COSIGNED: set(),
    ReviewStatus.SUPERSEDED: set(),
    ReviewStatus.DROPPED: set(),
}
"""How a review goes on."""

OPEN = (ReviewStatus.DUE, ReviewStatus.DRAFT)
"""Still to be decided."""
DECIDED = (ReviewStatus.SIGNED, ReviewStatus.COSIGNED)
"""Signed, and by everybody it waits for: may be acted on."""


class ReviewDecision(models.TextChoices):
    """What a clinician decides (levels_of_care.md §4)."""

    CONTINUE = "continue", _("Continue at this level")
    STEP_DOWN = "step_down", _("Step down")
    STEP_UP = "step_up", _("Step up")
    EXTEND = "extend", _("Continue beyond the target weeks")
    OFF_SITE = "off_site", _("Detox or residential elsewhere")
    DISCHARGE = "discharge", _("Complete or end treatment here")


CHANGES_LEVEL = (ReviewDecision.STEP_DOWN, ReviewDecision.STEP_UP, ReviewDecision.OFF_SITE)
"""Decisions that another level follows from."""
STAYS = (ReviewDecision.CONTINUE, ReviewDecision.EXTEND)
"""Decisions after which the level stays."""


class ClientAgrees(models.TextChoices):
    """What the client thinks of the decision."""

    YES = "yes", _("Agrees")
    PARTLY = "partly", _("Agrees in part")
    NO = "no", _("Does not agree")
    NOT_ASKED = "not_asked", _("Could not be asked yet")


class CauseKind(models.TextChoices):
    """Why a review is due, beside what each app finds by itself (``clients.review_causes``)."""

    RHYTHM = "rhythm", _("The review day by rhythm")
    ASKED = "asked", _("A colleague asked for it")
