"""Where a piece of work is done: the address of each kind of subject (the slot ``WORK_PLACES``), without a query."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string


def address(kind: str, subject_id: uuid.UUID) -> str:
    """Say where something is written or done (``WORK_PLACES``); nothing when no app has said."""
    path = settings.WORK_PLACES.get(kind)
    return str(import_string(path)(subject_id)) if path else ""


def concern(subject_id: uuid.UUID) -> str:
    """A concern has a page."""
    return reverse("concern", args=[subject_id])


def day(subject_id: uuid.UUID) -> str:
    """A treatment day is its session page."""
    return reverse("session", args=[subject_id])


def group_meeting(subject_id: uuid.UUID) -> str:
    """A meeting of a group outside a stay has a page."""
    return reverse("open_meeting", args=[subject_id])


def note(subject_id: uuid.UUID) -> str:
    """A note has a page."""
    return reverse("note", args=[subject_id])


def progress_note(subject_id: uuid.UUID) -> str:
    """A progress note has a page; a draft is gone on with there."""
    return reverse("progress_note", args=[subject_id])


def note_question(subject_id: uuid.UUID) -> str:
    """A question beside a note has a page, where it is answered."""
    return reverse("note_question", args=[subject_id])


def assessment(subject_id: uuid.UUID) -> str:
    """An assessment has a page."""
    return reverse("assessment", args=[subject_id])


def transition(subject_id: uuid.UUID) -> str:
    """A change of level has a page."""
    return reverse("transition", args=[subject_id])


def webhook(subject_id: uuid.UUID) -> str:
    """A webhook has a page, with what it was told."""
    return reverse("webhook", args=[subject_id])


def integration(subject_id: uuid.UUID) -> str:
    """An integration has a page, with its keys."""
    return reverse("integration", args=[subject_id])


def claim(subject_id: uuid.UUID) -> str:
    """A claim has a page."""
    return reverse("claim", args=[subject_id])


def authorization(subject_id: uuid.UUID) -> str:
    """What a payer authorized has a page."""
    return reverse("authorization", args=[subject_id])


def client_authorizations(subject_id: uuid.UUID) -> str:
    """What payers authorized for a client is a part of the chart."""
    return reverse("client_authorizations", args=[subject_id])


def chart(subject_id: uuid.UUID) -> str:
    """A client is their chart."""
    return reverse("client", args=[subject_id])


def care(subject_id: uuid.UUID) -> str:
    """The level of care, by client, is in the chart's part about care."""
    return reverse("client_care", args=[subject_id])


def portal_access(subject_id: uuid.UUID) -> str:
    """Who signs in from outside, by client, is in the chart's part about it."""
    return reverse("client_portal", args=[subject_id])


def schedule(subject_id: uuid.UUID) -> str:
    """A client's appointments are in the chart's schedule."""
    return reverse("client_schedule", args=[subject_id])


def attendance(subject_id: uuid.UUID) -> str:
    """A client's treatment days are in the chart's attendance."""
    return reverse("client_attendance", args=[subject_id])


def between_sessions(subject_id: uuid.UUID) -> str:
    """Homework, and what a client shares of their journal, by client, has a part of the chart."""
    return reverse("client_between", args=[subject_id])


def dimensions(subject_id: uuid.UUID) -> str:
    """A judgement over the dimensions has a page."""
    return reverse("dimensions", args=[subject_id])


def staff(subject_id: uuid.UUID) -> str:
    """A colleague has a page, with their licences."""
    return reverse("staff_member", args=[subject_id])


def rota(subject_id: uuid.UUID) -> str:
    """A site's gap in who is on call is on its rota."""
    return reverse("on_call", args=[subject_id])


def operations(_subject_id: uuid.UUID) -> str:
    """Background work has one page."""
    return reverse("operations")


def track(subject_id: uuid.UUID) -> str:
    """A track has a page, with its week."""
    return reverse("track", args=[subject_id])


def appointment(subject_id: uuid.UUID) -> str:
    """An appointment has a page."""
    return reverse("appointment", args=[subject_id])


def due(subject_id: uuid.UUID) -> str:
    """What is due of a client's one-to-one care is on the schedule of their chart."""
    return reverse("client_schedule", args=[subject_id])


def family(subject_id: uuid.UUID) -> str:
    """What is due of a client's family care is on the family part of their chart."""
    return reverse("client_family", args=[subject_id])


def line(subject_id: uuid.UUID) -> str:
    """A roster line is on the call list of its day."""
    return reverse("line_place", args=[subject_id])


def waiting(subject_id: uuid.UUID) -> str:
    """Somebody waiting is on their track's page."""
    return reverse("waiting_place", args=[subject_id])


def consent(subject_id: uuid.UUID) -> str:
    """A consent has a page."""
    return reverse("consent", args=[subject_id])


def consents(subject_id: uuid.UUID) -> str:
    """What a client agreed to is a part of their chart."""
    return reverse("client_consents", args=[subject_id])


def emergency_access(subject_id: uuid.UUID) -> str:
    """An emergency access has a page, where it is reviewed."""
    return reverse("emergency_access", args=[subject_id])


def incident(subject_id: uuid.UUID) -> str:
    """An incident is in its register."""
    return reverse("register_entry", args=["incident", subject_id])


def breach(subject_id: uuid.UUID) -> str:
    """A breach is in its register."""
    return reverse("register_entry", args=["breach", subject_id])


def grievance(subject_id: uuid.UUID) -> str:
    """A grievance is in its register."""
    return reverse("register_entry", args=["grievance", subject_id])


def restriction_request(subject_id: uuid.UUID) -> str:
    """A wish to restrict is in its register."""
    return reverse("register_entry", args=["restriction", subject_id])


def amendment_request(subject_id: uuid.UUID) -> str:
    """A wish to amend is in its register."""
    return reverse("register_entry", args=["amendment", subject_id])


def access_request(subject_id: uuid.UUID) -> str:
    """A request for a copy is in its register."""
    return reverse("register_entry", args=["access", subject_id])


def inquiry(subject_id: uuid.UUID) -> str:
    """An inquiry has a page."""
    return reverse("inquiry", args=[subject_id])


def stay(subject_id: uuid.UUID) -> str:
    """A stay elsewhere is on its client's page about them."""
    return reverse("stay_place", args=[subject_id])


def hold(subject_id: uuid.UUID) -> str:
    """A held seat is on the page of its inquiry."""
    return reverse("hold_place", args=[subject_id])


def disclosure(subject_id: uuid.UUID) -> str:
    """An emergency disclosure is looked at on its review page."""
    return reverse("disclosure_review", args=[subject_id])


def safety_plan(subject_id: uuid.UUID) -> str:
    """A safety plan is with its client, there or not."""
    return reverse("own_plan", args=[subject_id, "safety"])


def relapse_plan(subject_id: uuid.UUID) -> str:
    """A relapse-prevention plan is with its client, there or not."""
    return reverse("own_plan", args=[subject_id, "relapse"])


def aftercare(subject_id: uuid.UUID) -> str:
    """A stay's aftercare plan has a page."""
    return reverse("aftercare", args=[subject_id])


def discharge_summary(subject_id: uuid.UUID) -> str:
    """A stay's discharge summary has a page, begun or not."""
    return reverse("discharge_summary", args=[subject_id])


def early_warning(subject_id: uuid.UUID) -> str:
    """An early warning has a page."""
    return reverse("early_warning", args=[subject_id])


def plan(subject_id: uuid.UUID) -> str:
    """A version of a treatment plan has a page."""
    return reverse("plan", args=[subject_id])


def plan_review(subject_id: uuid.UUID) -> str:
    """A review of a plan has a page."""
    return reverse("plan_review", args=[subject_id])


def level_review(subject_id: uuid.UUID) -> str:
    """A review of the level of care has a page."""
    return reverse("level_review", args=[subject_id])


def measure_alert(subject_id: uuid.UUID) -> str:
    """An answer that alarmed has a page, where it is answered for."""
    return reverse("measure_alert", args=[subject_id])


def measure_response(subject_id: uuid.UUID) -> str:
    """Answers to a questionnaire have a page."""
    return reverse("measure_response", args=[subject_id])


def drug_test(subject_id: uuid.UUID) -> str:
    """A drug test has a page."""
    return reverse("drug_test", args=[subject_id])


def medication(subject_id: uuid.UUID) -> str:
    """A medication is on its client's list."""
    return reverse("medication_place", args=[subject_id])


def medications(subject_id: uuid.UUID) -> str:
    """A client's medication list."""
    return reverse("client_medications", args=[subject_id])


def referral(subject_id: uuid.UUID) -> str:
    """A referral has a page."""
    return reverse("referral", args=[subject_id])


def support(subject_id: uuid.UUID) -> str:
    """A client's case management."""
    return reverse("client_support", args=[subject_id])


def after_treatment(subject_id: uuid.UUID) -> str:
    """What came after a stay is on a page of its client's chart."""
    return reverse("stay_after", args=[subject_id])


def follow_up(subject_id: uuid.UUID) -> str:
    """A check-in after treatment has a page."""
    return reverse("follow_up", args=[subject_id])


def more_support(subject_id: uuid.UUID) -> str:
    """Somebody's wish for more support has a page, where it is answered."""
    return reverse("more_support_ask", args=[subject_id])


def schedule_ask(subject_id: uuid.UUID) -> str:
    """What a client asks for about their times has a page, where it is answered."""
    return reverse("schedule_ask", args=[subject_id])


def message(subject_id: uuid.UUID) -> str:
    """A message has a page: its words and how it fared."""
    return reverse("message", args=[subject_id])


def reply(_subject_id: uuid.UUID) -> str:
    """Texts that came in are read on one page."""
    return reverse("replies")


def absence_case(subject_id: uuid.UUID) -> str:
    """Following up a missed day is on the client's page about missed days."""
    return reverse("absence_case", args=[subject_id])


def absence_step(subject_id: uuid.UUID) -> str:
    """A step after a missed day is on the client's page about missed days."""
    return reverse("absence_step", args=[subject_id])


def absence_limit(subject_id: uuid.UUID) -> str:
    """A limit that was reached is on the client's page about missed days."""
    return reverse("absence_limit", args=[subject_id])


def thread(subject_id: uuid.UUID) -> str:
    """What a client wrote is answered on its thread's page."""
    return reverse("thread", args=[subject_id])


def billing_day(subject_id: uuid.UUID) -> str:
    """A client's day as billing sees it has a page."""
    return reverse("billing_day", args=[subject_id])


def held_days(subject_id: uuid.UUID) -> str:
    """Days of a site that wait to be billed are on one list."""
    return f"{reverse('held_days')}?site={subject_id}"


def held_notes(_subject_id: uuid.UUID) -> str:
    """What a colleague's days wait for are their notes."""
    return reverse("notes")


def coverage(subject_id: uuid.UUID) -> str:
    """Who covers a client is a part of their chart."""
    return reverse("client_coverage", args=[subject_id])


def remittance(subject_id: uuid.UUID) -> str:
    """A payer's payment has a page, where its answers are matched and posted."""
    return reverse("remittance", args=[subject_id])


def denial(subject_id: uuid.UUID) -> str:
    """A denial has a page."""
    return reverse("denial", args=[subject_id])


def account(subject_id: uuid.UUID) -> str:
    """What a client owes and paid is a part of their chart."""
    return reverse("client_account", args=[subject_id])


def payment_plan(subject_id: uuid.UUID) -> str:
    """A payment plan leads to its client's account."""
    return reverse("payment_plan", args=[subject_id])
