"""Every kind of work leads to the page it is done on."""

import uuid
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import resolve
from django.utils.module_loading import import_string


@pytest.mark.parametrize("kind", settings.WORK_PLACES)
def test_each_kind_of_subject_has_a_page(kind):
    assert resolve(urlsplit(import_string(settings.WORK_PLACES[kind])(uuid.UUID(int=7))).path).url_name


def test_every_subject_that_work_is_opened_for_is_listed():
    """The kinds are written in the apps that open work; grep finds them as the apps' own constants."""
    from clients.actions.concerns import SUBJECT as concern
    from iop.workflows.credentials import ON_FILE
    from iop.workflows.departure_care import CHART
    from iop.workflows.departure_on_call import SITE
    from iop.workflows.departure_weeks import TRACK
    from iop.workflows.enrolment import WAITLIST
    from scheduling.meetings import SUBJECT as appointment
    from sessions_app.actions.outreach import LINE
    from sessions_app.actions.watching import SUBJECT as day
    from therapy.contents import NOTE_KIND

    assert {ON_FILE, CHART, SITE, TRACK} <= set(settings.WORK_PLACES)
    assert {concern, WAITLIST, appointment, LINE, day, NOTE_KIND} <= set(settings.WORK_PLACES)
