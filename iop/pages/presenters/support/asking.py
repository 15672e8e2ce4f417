"""Who asks for which row of medications and case management. Not theirs looks like not there (404)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import models
from django.http import Http404

from iop.access.actors import Actor
from iop.core.errors import require
from iop.pages.presenters.clients.head import Chart, read_chart
from therapy.models.medications import Medication
from therapy.models.support import CaseContact, CommunityResource, Referral, SupportMeeting
from therapy.policies.medications import may_see_medications
from therapy.policies.support import may_keep_support, may_see_resources


def medication_chart(actor: Actor, client_id: uuid.UUID, at: dt.datetime) -> Chart:
    """Read a chart's head for somebody who reads medications."""
    chart = read_chart(actor, client_id, at)
    require(may_see_medications(actor, chart.episode.site_id))
    return chart


def support_chart(actor: Actor, client_id: uuid.UUID, at: dt.datetime) -> Chart:
    """Read a chart's head for somebody who works on case management."""
    chart = read_chart(actor, client_id, at)
    require(may_keep_support(actor, chart.episode.site_id))
    return chart


def medication_of(actor: Actor, medication_id: uuid.UUID, at: dt.datetime) -> tuple[Medication, Chart]:
    """Give a medication with its client's chart."""
    row = _found(Medication.objects.select_related("site"), medication_id)
    return row, medication_chart(actor, row.client_id, at)


def beside_list(
    actor: Actor, model: type[models.Model], path: str, row_id: uuid.UUID, at: dt.datetime
) -> tuple[Any, Chart]:
    """Give a row beside the medication list, and its client's chart; ``path`` leads to the client's id."""
    row, client_id = _with_client(model, path, row_id)
    return row, medication_chart(actor, client_id, at)


def referral_of(actor: Actor, referral_id: uuid.UUID, at: dt.datetime) -> tuple[Referral, Chart]:
    """Give a referral with its client's chart."""
    rows = Referral.objects.select_related("episode__site", "resource__party", "made_by", "disclosure")
    row = _found(rows, referral_id)
    return row, support_chart(actor, row.episode.client_id, at)


def contact_of(actor: Actor, contact_id: uuid.UUID, at: dt.datetime) -> tuple[CaseContact, Chart]:
    """Give a contact with its client's chart."""
    row, client_id = _with_client(CaseContact, "episode__client_id", contact_id)
    return row, support_chart(actor, client_id, at)


def meeting_of(actor: Actor, meeting_id: uuid.UUID, at: dt.datetime) -> tuple[SupportMeeting, Chart]:
    """Give a support meeting with its client's chart."""
    row, client_id = _with_client(SupportMeeting, "episode__client_id", meeting_id)
    return row, support_chart(actor, client_id, at)


def resource_of(actor: Actor, resource_id: uuid.UUID) -> CommunityResource:
    """Give a place of the list."""
    require(may_see_resources(actor))
    return _found(CommunityResource.objects.of(actor).select_related("site"), resource_id)


def _found(rows: models.QuerySet[Any], row_id: uuid.UUID) -> Any:
    row = rows.filter(pk=row_id).first()
    if row is None:
        raise Http404
    return row


def _with_client(model: type[models.Model], path: str, row_id: uuid.UUID) -> tuple[Any, uuid.UUID]:
    row = _found(model._default_manager.annotate(of_client=models.F(path)), row_id)
    return row, row.of_client
