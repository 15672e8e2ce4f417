"""A chart with attendance, people outside it, and the papers that let something go to them."""

from __future__ import annotations

from django.db import transaction

from clients.actions.letters import ensure_letter_templates
from clients.choices import ConsentKind, Information, PartyKind, Purpose
from clients.models import LetterTemplate
from tests.factories import ground, privacy
from tests.pages.chart_clinic import NOON, make_charts

WATCHED = [Information.PRESENCE, Information.ATTENDANCE]


@transaction.atomic
def make_outward(**options):
    """A closed Monday that everybody attended, a probation officer named in a consent, an employer who is named in none."""
    clinic = make_charts(**options)
    ensure_letter_templates(at=NOON)
    clinic.officer = privacy.make_party(
        PartyKind.PROBATION,
        name="Officer Dana Reyes",
        organization="County Probation",
        address="1 Court Square\nBoston MA",
    )
    clinic.employer = privacy.make_party(PartyKind.EMPLOYER, name="Bayline Stores")
    clinic.consent = privacy.make_consent(
        clinic.client, ConsentKind.CRIMINAL_JUSTICE, party=clinic.officer, information=WATCHED, at=NOON
    )
    return clinic


def letter_for(kind, language="en"):
    return LetterTemplate.objects.get(key=f"attendance-{kind}", language=language, superseded_at=None)


def privacy_officer(clinic):
    return ground.make_staff("privacy_officer", site=clinic.site, first_name="Priya")


@transaction.atomic
def tpo(clinic):
    """The single consent for treatment, payment and operations."""
    return privacy.make_consent(clinic.client, ConsentKind.TPO, at=NOON)


@transaction.atomic
def employment(clinic):
    """A consent that names the employer, for attendance alone."""
    return privacy.make_consent(
        clinic.client,
        party=clinic.employer,
        information=[Information.ATTENDANCE],
        purposes=[Purpose.EMPLOYMENT],
        at=NOON,
    )
