"""What an admission asks of the chart and of the inquiry that led to it (slot ``ADMISSION_CHECKS``)."""

from __future__ import annotations

import datetime as dt

from clients import intake
from clients.admission import ChecklistItem, ItemState
from clients.intake_rules import FitState
from clients.models import Episode, Inquiry, Placement, Relationship
from iop.core import clock
from iop.core.words import Sentence, say, sentence

CHART, INQUIRY = "clients.client", "clients.inquiry"


def placement(episode: Episode, at: dt.datetime) -> list[ChecklistItem]:
    """Somebody is admitted once a clinician has placed them in a level of care (levels_of_care.md)."""
    on = clock.local_date(at, episode.site.time_zone)
    held = Placement.objects.on(on).filter(episode=episode).exists()
    missing = say("Nobody has placed them in a level of care yet. A clinician does that after the assessment.")
    return [_item("placement", say("Placement in a level of care"), held, missing, (CHART, str(episode.client_id)))]


def emergency_contact(episode: Episode, at: dt.datetime) -> list[ChecklistItem]:
    """The chart names somebody to call in an emergency (105 CMR 164.083, client record)."""
    held = Relationship.objects.filter(client=episode.client_id, is_emergency_contact=True).exists()
    missing = say("Nobody is named to call in an emergency. Ask whom they would want called.")
    return [_item("emergency_contact", say("Emergency contact"), held, missing, (CHART, str(episode.client_id)))]


def inquiry_checks(episode: Episode, at: dt.datetime) -> list[ChecklistItem]:
    """The fit checklist is answered, and the payer has what it needs before the start; nothing for who came another way."""
    row = Inquiry.objects.filter(episode=episode).first()
    if row is None:
        return []
    found, place = intake.checklist(row), (INQUIRY, str(row.pk))
    due = [line for line in found.payer_needs if line.is_needed]
    fits = _item("fit", say("Fit checklist"), found.fit.state == FitState.FITS, found.fit.sentence, place)
    words = sentence(say("The payer still needs: {first}"), first=due[0].text) if due else ""
    return [fits, _item("payer", say("What the payer needs"), not due, words, place)]


def _item(key: str, label: Sentence, is_there: bool, missing: Sentence, place: tuple[str, str]) -> ChecklistItem:
    state = ItemState.OK if is_there else ItemState.MISSING
    return ChecklistItem(key, label, state, "" if is_there else missing, place)
