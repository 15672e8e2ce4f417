"""Ids of the small clinic for addresses about medications, referrals, resources and support meetings."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet

from clients.models import Client
from iop.clinic.models import Site
from iop.work.models import WorkItem
from therapy.models.medications import Allergy, InjectionGiven, Medication, NaloxoneOffer
from therapy.models.support import CaseContact, CommunityResource, Referral, SupportMeeting

NOWHERE = uuid.UUID(int=7)


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses. None stands under a client in its address, so any client of Boston will do."""
    stay = {"episode__site": boston, "episode__client__is_restricted": False}
    return {
        "medication_id": _first(Medication.objects.right().filter(site=boston, client__is_restricted=False)),
        "allergy_id": _first(Allergy.objects.right().filter(site=boston, client__is_restricted=False)),
        "injection_id": _first(InjectionGiven.objects.right().filter(medication__site=boston)),
        "naloxone_id": _first(NaloxoneOffer.objects.right().filter(**stay)),
        "referral_id": _first(Referral.objects.filter(**stay)),
        "case_contact_id": _first(CaseContact.objects.right().filter(**stay)),
        "meeting_id": _first(SupportMeeting.objects.right().filter(**stay)),
        "resource_id": _first(CommunityResource.objects.filter(is_active=True, site=boston)),
        "task_id": _first(WorkItem.objects.open().filter(kind="task", site=boston, subject_kind="therapy.support_of")),
    }


def _first(rows: QuerySet[Any]) -> uuid.UUID:
    row = rows.order_by("pk").first()
    return row.pk if row else NOWHERE
