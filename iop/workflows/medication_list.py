"""The medication list that a client takes along, in their language, through the gate."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from clients.choices import Ground, Information, Purpose, SentKind
from clients.gate import Recipient, basis_for, release
from clients.models import Client, Episode
from iop.access.actors import Actor
from iop.core import clock
from iop.core.errors import require
from iop.documents.pdf import render
from iop.workflows.letterheads import letterhead
from therapy.models.medications import Allergy, Medication, Reconciliation
from therapy.policies.medications import may_see_medications

LANGUAGES = ("en", "es")


@transaction.atomic
def list_for_the_client(*, by: Actor, client: Client, episode: Episode, language: str, at: dt.datetime) -> bytes:
    """Make the PDF of what the client takes and cannot take, and write down that they got it (42 CFR 2.23)."""
    require(may_see_medications(by, episode.site_id))
    paper = paper_of(client, episode, language if language in LANGUAGES else "en", at)
    content = render("medications", paper, language=language if language in LANGUAGES else "en")
    basis = basis_for(
        by=by, client=client, to=Recipient.client(), purpose=Purpose.REQUEST, information=[Information.MEDICATIONS], at=at,
        ground=Ground.OWN_ACCESS,
    )  # fmt: skip
    release(
        by=by, client=client, basis=basis, sent_as=SentKind.COPY, records=[("therapy.medications_of", client.pk)],
        content=content, at=at, description="medications",
    )  # fmt: skip
    return content


def paper_of(client: Client, episode: Episode, language: str, at: dt.datetime) -> dict[str, Any]:
    """Give the list as the paper's template reads it."""
    site = episode.site
    today = clock.local_date(at, site.time_zone)
    with override(language):
        return {
            "title": _("My medications"),
            **letterhead(site),
            "facts": [
                [_("Name"), client.name],
                [_("Born"), date_format(client.date_of_birth, "DATE_FORMAT")],
                [_("As of"), date_format(today, "DATE_FORMAT")],
            ],
            "columns": [_("Medication"), _("How and how often"), _("For"), _("Prescriber"), _("Since")],
            "rows": [_row(row) for row in _taken(client, today)],
            "none": _("No medications are on the list."),
            "allergies_title": _("Allergies"),
            "allergies": _allergies(client, episode),
            "help_title": _("Good to know"),
            "help": [
                _("Show this list to everybody who prescribes, gives or sells you medication."),
                _("Tell us when anything on it changes."),
                _("Do not stop a medication for opioid or alcohol use disorder on your own: speak with us first."),
                _(
                    "Ask us for naloxone at any time. In an emergency call 911. If you are thinking of suicide, call or text 988."
                ),
            ],
            "reference": _("This list is yours. Nobody gets it from us without your permission."),
        }


def _taken(client: Client, today: dt.date) -> list[Medication]:
    rows = Medication.objects.right().on(today).filter(client=client)
    return sorted(rows, key=lambda row: (not (row.is_moud or row.is_maud), row.name.casefold()))


def _row(row: Medication) -> list[str]:
    how = ", ".join([row.frequency, str(row.get_route_display()), *([_("only when needed")] if row.as_needed else [])])
    return [
        row.label, how, str(row.get_treats_display()), row.prescriber or "–", date_format(row.starts_on, "SHORT_DATE_FORMAT")
    ]  # fmt: skip


def _allergies(client: Client, episode: Episode) -> list[str]:
    rows = Allergy.objects.right().filter(client=client)
    found = [": ".join(part for part in (row.substance, row.reaction) if part) for row in rows]
    if found:
        return found
    newest = Reconciliation.objects.filter(episode=episode).order_by("-at").first()
    if newest and newest.no_known_allergies:
        return [_("No known allergies.")]
    return [_("Nobody has asked yet.")]
