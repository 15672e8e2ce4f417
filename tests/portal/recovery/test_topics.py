"""Topics of the days that somebody was there for, with their handouts, and of no other days."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from iop.access.actors import SYSTEM
from iop.documents.actions import store_file
from scheduling.models import CurriculumTopic, Handout
from sessions_app.models import Attendance, SessionComponent
from tests.factories import days
from tests.factories.portal import enter, make_account

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def day(client, at):
    found = days.make_closed(people=2)
    at(found.closed_at)
    found.topic = CurriculumTopic.objects.create(title="Triggers and cravings", category="psychoeducation")
    part = SessionComponent.objects.filter(session=found.session)[3]
    SessionComponent.objects.filter(pk=part.pk).update(topic=found.topic)
    found.text = Handout.objects.create(topic=found.topic, title="The wave", body="A craving rises and falls.")
    enter(client, make_account(client=found.lines[0].client))
    return found


def test_a_topic_stands_there_with_its_handout(client, day):
    page = client.get(reverse("my_topics")).text
    assert "Triggers and cravings" in page
    assert "A craving rises and falls." in page


def test_who_was_not_there_does_not_see_it(client, day):
    line = Attendance.objects.get(pk=day.lines[0].pk)
    line.status, line.arrived_at, line.left_at, line.credited_minutes = "absent", None, None, 0
    line.save()
    assert "Triggers" not in client.get(reverse("my_topics")).text


def make_file(day):
    stored = store_file(by=SYSTEM, upload=SimpleUploadedFile("wave.pdf", PDF, "application/pdf"))
    return Handout.objects.create(topic=day.topic, title="The wave on paper", file=stored)


def test_a_file_is_saved_and_never_opens_here(client, day):
    answer = client.get(reverse("my_handout", args=[make_file(day).pk]))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_file_of_another_topic_does_not_exist(client, day):
    row = make_file(day)
    Handout.objects.filter(pk=row.pk).update(topic=CurriculumTopic.objects.create(title="Else", category="group"))
    assert client.get(reverse("my_handout", args=[row.pk])).status_code == 404
