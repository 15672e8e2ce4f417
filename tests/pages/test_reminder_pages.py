"""The pages of reminders: the clinic's rules with their exact words, a client's next reminders, a colleague's own message."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iop.access.actors import SYSTEM
from iop.notifications.models import ClientReminderChoice, ReminderRule, StaffReminderChoice
from iop.work.actions import open_item
from iop.work.models import WorkItem
from tests.factories.days import AT, make_enrolled
from tests.factories.ground import sign_in
from tests.factories.reminders import make_expected

pytestmark = pytest.mark.django_db
RULE = {"valid_from": "2026-03-02", "is_on": "on", "leads": ["1440"], "hour": "12", "channels": "sms", "site": "usual"}


@pytest.fixture
def clinic(at):
    at(AT)
    return make_expected()


def look(clinic, client, name, *args, staff=None):
    sign_in(client, staff or clinic.director)
    return client.get(reverse(name, args=args))


def post(clinic, client, name, *args, staff=None, **data):
    sign_in(client, staff or clinic.director)
    return client.post(reverse(name, args=args), data, follow=True)


class TestSetup:
    def test_lists_what_holds_until_something_is_set(self, clinic, client):
        said = look(clinic, client, "reminders").text
        assert "1 day before · whole days at 17:00 · Text message, else e-mail" in said

    def test_shows_the_exact_words_in_both_languages(self, clinic, client):
        said = look(clinic, client, "reminder_rule", "session").text
        assert "Reminder: you have an appointment on Sunday, March 8" in said
        assert "Recordatorio: tiene una cita el domingo 8 marzo" in said

    def test_shows_what_several_become(self, clinic, client):
        assert "Sun 3/8, 9:00 AM; Sun 3/8, 6:00 PM" in look(clinic, client, "reminder_rule", "session").text

    def test_says_when_the_example_would_leave(self, clinic, client):
        assert "Sat 7 Mar 2026, 17:00" in look(clinic, client, "reminder_rule", "session").text

    def test_a_rule_is_set_for_the_clinic(self, clinic, client):
        assert post(clinic, client, "reminder_rule", "session", **RULE).status_code == 200
        rule = ReminderRule.objects.get()
        assert (rule.site_id, rule.leads, rule.hour, rule.channels) == (None, [1440], 12, ["sms"])

    def test_a_rule_is_set_for_a_site(self, clinic, client):
        post(clinic, client, "reminder_rule", "session", **{**RULE, "site": str(clinic.site.pk)})
        assert ReminderRule.objects.get().site_id == clinic.site.pk

    def test_a_later_rule_is_told_as_later(self, clinic, client):
        said = post(clinic, client, "reminder_rule", "session", **{**RULE, "valid_from": "2026-03-09"}).text
        assert "From Mon 9 Mar, all sites without a rule of their own" in said

    def test_a_past_day_is_refused_beside_it(self, clinic, client):
        answer = post(clinic, client, "reminder_rule", "session", **{**RULE, "valid_from": "2026-03-01"})
        assert (answer.status_code, "A change begins today or later" in answer.text) == (422, True)

    def test_a_rule_that_could_send_nothing_is_refused(self, clinic, client):
        answer = post(clinic, client, "reminder_rule", "session", **{**RULE, "leads": []})
        assert "Choose at least one time" in answer.text

    def test_an_unknown_kind_is_not_there(self, clinic, client):
        assert look(clinic, client, "reminder_rule", "unsigned_note").status_code == 404

    def test_a_counselor_sets_nothing_up(self, clinic, client):
        assert look(clinic, client, "reminders", staff=clinic.counselor).status_code == 403


class TestOfAClient:
    def test_shows_the_next_message_as_it_will_read(self, clinic, client):
        said = look(clinic, client, "client_reminders", clinic.clients[0].pk).text
        assert "Tue 3 Mar 2026, 17:00" in said
        assert "you have an appointment on Wednesday, March 4" in said

    def test_says_why_nobody_writes(self, clinic, client):
        quiet = make_enrolled(clinic, clinic.track).episode.client
        assert "Nobody writes to them" in look(clinic, client, "client_reminders", quiet.pk).text

    def test_a_choice_is_kept(self, clinic, client):
        post(clinic, client, "client_reminders", clinic.clients[0].pk, way_session="none", leads_appointment="120")
        rows = ClientReminderChoice.objects.values_list("kind", "way", "leads")
        assert {(kind, way, tuple(leads)) for kind, way, leads in rows} == {
            ("session", "none", ()), ("appointment", "", (120,)),
        }  # fmt: skip

    def test_after_no_reminders_nothing_is_shown(self, clinic, client):
        said = post(clinic, client, "client_reminders", clinic.clients[0].pk, way_session="none").text
        assert "Nothing to be reminded of" in said

    def test_a_lead_on_no_list_is_refused(self, clinic, client):
        answer = post(clinic, client, "client_reminders", clinic.clients[0].pk, leads_session="17")
        assert (answer.status_code, ClientReminderChoice.objects.exists()) == (422, False)

    def test_whoever_may_not_change_contacts_reads_only(self, clinic, client):
        said = look(clinic, client, "client_reminders", clinic.clients[0].pk, staff=clinic.counselor).text
        assert '<fieldset class="reminder-choice" disabled>' in said

    def test_whoever_may_not_change_contacts_chooses_nothing_for_them(self, clinic, client):
        answer = post(
            clinic, client, "client_reminders", clinic.clients[0].pk, staff=clinic.counselor, way_session="none"
        )
        assert (answer.status_code, ClientReminderChoice.objects.exists()) == (403, False)

    def test_statements_do_not_grow_with_what_is_ahead(self, clinic, client):
        sign_in(client, clinic.director)
        url = reverse("client_reminders", args=[clinic.clients[0].pk])
        client.get(url)
        with CaptureQueriesContext(connection) as few:
            client.get(url)
        for hour in range(5):
            open_item(
                by=SYSTEM, kind="plan_signature", site_id=clinic.site.pk, subject=("therapy.treatmentplan", clinic.site.pk),
                summary="Sign", due_at=AT + dt.timedelta(days=2, hours=hour), dedupe_key=f"s{hour}",
                assignee_id=clinic.counselor.pk, client_id=clinic.clients[0].pk,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as many:
            client.get(url)
        assert len(many) == len(few)


class TestOwn:
    def test_counts_what_waits(self, clinic, client):
        open_item(
            by=SYSTEM, kind="task", site_id=clinic.site.pk, subject=("clinic.site", clinic.site.pk), summary="Do it",
            due_at=AT, dedupe_key="t", assignee_id=clinic.director.pk,
        )  # fmt: skip
        assert "Waiting for you today: 1." in look(clinic, client, "my_reminders").text

    def test_says_that_nothing_would_come(self, clinic, client):
        WorkItem.objects.all().delete()
        assert "no message would come" in look(clinic, client, "my_reminders", staff=clinic.case_manager).text

    def test_a_choice_is_kept(self, clinic, client):
        post(clinic, client, "my_reminders", way="none", hour="9", weekdays=["0"], kinds=["work_due"])
        assert StaffReminderChoice.objects.get().way == "none"

    def test_days_are_needed_for_a_message(self, clinic, client):
        answer = post(clinic, client, "my_reminders", way="email", hour="9", weekdays=[], kinds=["work_due"])
        assert (answer.status_code, "Choose at least one day" in answer.text) == (422, True)
