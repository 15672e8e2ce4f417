"""Looking is an event too."""

import pytest

from clients import actions
from iop.audit.models import AuditEvent, AuditSubject
from iop.core.basis import own_use
from iop.core.errors import NotAllowed
from tests.factories.clients import AT, make_actor, make_client, make_site


def test_opening_a_chart_is_recorded_for_the_client(clinic):
    client = make_client(clinic.site)
    actions.open_chart(by=clinic.as_counselor, client=client, at=AT)
    event = AuditEvent.objects.get(verb="clients.chart_opened")
    assert (event.actor_id, AuditSubject.objects.get(event=event).client_id) == (clinic.counselor.pk, client.pk)


def test_somebody_of_another_site_opens_no_chart(clinic):
    with pytest.raises(NotAllowed):
        actions.open_chart(by=make_actor(make_site()), client=make_client(clinic.site), at=AT)


def test_a_download_is_recorded_with_its_ground(clinic):
    actions.open_list(by=clinic.as_director, what="clients", rows=3, basis=own_use("operations", "names"))
    assert AuditEvent.objects.get(verb="clients.list_downloaded").detail["ground"] == "own_use"


def test_a_counselor_downloads_no_list(clinic):
    with pytest.raises(NotAllowed):
        actions.open_list(by=clinic.as_counselor, what="clients", rows=3, basis=own_use("operations"))
