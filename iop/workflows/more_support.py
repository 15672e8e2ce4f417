"""Somebody in treatment, or who was, asks for more support: nobody who asks goes unheard, and everybody knows where it goes on."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from clients import policies, rules
from clients.actions.inquiries import take_return
from clients.choices import ContactKind, EpisodeStatus, InquiryChannel, Urgency
from clients.intake_policies import may_take_inquiries
from clients.intake_rules import answer_by
from clients.models import Client, ContactPoint, Episode, Inquiry
from clients.portal import is_own
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import on_call
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import say
from iop.work.actions import close_for, open_item
from iop.work.choices import WorkKind
from therapy.actions.group_notes.drafts import fitting
from therapy.actions.lines import line
from therapy.actions.measures.telling import tell_staff
from therapy.actions.owners import DIRECTORS, owners_of
from therapy.choices.follow_ups import ANSWERS_BY_HAND, ASK, AskAnswer, AskChannel
from therapy.models import MoreSupportAsk
from therapy.on_duty import responsible
from therapy.policies.follow_ups import may_answer_ask
from therapy.policies.signers import signer

PRESSING = frozenset({Urgency.URGENT, Urgency.EMERGENCY})
CONSENTS_OF = "clients.consents_of"
INTAKE_ROLE = "intake"
CHANNELS: dict[str, InquiryChannel] = {
    AskChannel.IN_PERSON: InquiryChannel.WALK_IN,
    AskChannel.PORTAL: InquiryChannel.WEB,
}
"""How an inquiry says the channel; everything else is a call."""


@transaction.atomic
def ask(
    *,
    by: Actor,
    client: Client,
    words: str,
    urgency: str,
    channel: str,
    at: dt.datetime,
    callback_phone: str = "",
) -> MoreSupportAsk:
    """Take down that somebody asks for more support, and let it go on at once.

    In treatment, their counselor is asked (the colleague on duty or on call when it is pressing) and a review of their level
    becomes due. After treatment a new inquiry is open, linked to their chart, and intake is asked to have fresh consents
    signed. Raises ``Conflict`` for somebody who never was in treatment: their call is an inquiry; ``Invalid`` beside
    ``callback_phone`` when nobody could call back.
    """
    # Held: two who ask at once for the same person open one inquiry.
    known = Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    stay = _stay_of(known)
    if not is_own(by, known.pk):
        require(policies.may_ask_more_support(by, stay.site_id))
    if urgency not in Urgency.values:
        raise Invalid(say("Say how soon somebody should answer."), field="urgency")
    if channel not in AskChannel.values:
        raise Invalid(say("Say how they asked."), field="channel")
    said = rules.plain_text(fitting(words.strip(), "words"))
    made = MoreSupportAsk(
        episode=stay, asked_at=at, channel=channel, urgency=urgency, words=said, taken_by_id=by.staff_id
    )
    if stay.status == EpisodeStatus.ADMITTED:
        made.save(force_insert=True)
        _ask_team(by, made, at)
    else:
        made.inquiry = _inquiry(by, known, stay, made, callback_phone, at)
        made.answer, made.answered_at, made.answered_by_id = AskAnswer.INQUIRY, at, by.staff_id
        made.save(force_insert=True)
        _ask_for_consents(by, known, stay, at)
    record(
        by=by, verb="therapy.more_support_asked", subject=made, clients=[known.pk], site_id=stay.site_id,
        detail={"channel": str(channel), "urgency": str(urgency), "in_treatment": made.inquiry_id is None},
    )  # fmt: skip
    return made


@transaction.atomic
def answer(
    *, by: Actor, ask: MoreSupportAsk, version: int, answer: str, at: dt.datetime, words: str = ""
) -> MoreSupportAsk:
    """Say what came of it, in a sentence the next colleague will understand. Raises ``Stale`` when somebody did so meanwhile."""
    row = MoreSupportAsk.objects.select_for_update(of=("self",)).select_related("episode").get(pk=ask.pk)
    require(may_answer_ask(by, row.episode.site_id))
    if row.version != version:
        raise Stale(say("A colleague answered this meanwhile. Nothing was overwritten."))
    if row.answered_at is not None:
        raise Conflict(say("This has been answered already."), code="answered")
    if answer not in ANSWERS_BY_HAND:
        raise Invalid(say("Choose what came of it."), field="answer")
    said = line(words, "words", 500, say("Say in a sentence what was agreed."))
    row.answer, row.answer_words, row.answered_at, row.answered_by_id = answer, said, at, signer(by)
    row.version += 1
    row.save(update_fields=["answer", "answer_words", "answered_at", "answered_by", "version"])
    close_for(by=by, subject=(ASK, row.pk), at=at)
    record(
        by=by, verb="therapy.more_support_answered", subject=row, clients=[row.episode.client_id],
        site_id=row.episode.site_id, detail={"answer": str(answer)},
    )  # fmt: skip
    return row


def _stay_of(client: Client) -> Episode:
    stays = Episode.objects.filter(client=client).select_related("site", "client")
    under_way = stays.filter(status=EpisodeStatus.ADMITTED).first()
    found = under_way or stays.filter(status=EpisodeStatus.DISCHARGED).order_by("-discharged_on", "-id").first()
    if found is None:
        raise Conflict(say("They were never in treatment here: go on with their inquiry."), code="never_in_treatment")
    return found


def _ask_team(by: Actor, made: MoreSupportAsk, at: dt.datetime) -> None:
    stay = made.episode
    pressing = made.urgency in PRESSING
    today = clock.local_date(at, stay.site.time_zone)
    owner = responsible(stay, at) if pressing else owners_of([stay.pk], today).get(stay.pk)
    open_item(
        by=by, kind=WorkKind.MORE_SUPPORT, site_id=stay.site_id, subject=(ASK, made.pk), client_id=stay.client_id,
        summary=say("Somebody in treatment asks for more support: talk with them."),
        due_at=answer_by(made.urgency, at), dedupe_key=f"more_support:{made.pk}", assignee_id=owner,
        role_key="" if owner else DIRECTORS,
    )  # fmt: skip
    if pressing:
        tell_staff(
            by=by, staff_ids=[owner] if owner else [], site_id=stay.site_id, about=(ASK, made.pk), key="asked", at=at,
            role_key="" if owner else DIRECTORS,
        )  # fmt: skip


def _inquiry(
    by: Actor, client: Client, stay: Episode, made: MoreSupportAsk, callback_phone: str, at: dt.datetime
) -> Inquiry:
    """Open the inquiry of somebody who comes back, or go on with the one that is open."""
    standing = Inquiry.objects.filter(client=client, closed_at__isnull=True).order_by("-received_at").first()
    if standing is not None:
        _tell_intake(by, standing, made, at)
        return standing
    phone, email, may_leave = _reached_by(client)
    mine = by.staff_id if by.staff_id and may_take_inquiries(by, stay.site_id) is None else None
    fields = {"callback_phone": callback_phone or phone, "callback_email": email, "may_leave_message": may_leave}
    reply = {} if fields["callback_phone"] else {"reply_by": "email"}
    opened = take_return(
        by=by, client=client, site_id=stay.site_id, at=at, channel=CHANNELS.get(made.channel, InquiryChannel.PHONE),
        taken_by=mine, urgency=made.urgency, presenting_problem=made.words, **fields, **reply,
    )  # fmt: skip
    if made.urgency in PRESSING:
        called = on_call.now(stay.site_id, at)
        tell_staff(
            by=by, staff_ids=[called.staff_id] if called else [], site_id=stay.site_id, about=("clients.inquiry", opened.pk),
            key="asked", at=at, role_key="" if called else INTAKE_ROLE,
        )  # fmt: skip
    return opened


def _tell_intake(by: Actor, standing: Inquiry, made: MoreSupportAsk, at: dt.datetime) -> None:
    open_item(
        by=by, kind=WorkKind.MORE_SUPPORT, site_id=standing.site_id, subject=("clients.inquiry", standing.pk),
        summary=say("Somebody whose inquiry is open asks again: call them."), due_at=answer_by(made.urgency, at),
        dedupe_key=f"asks_again:{standing.pk}", assignee_id=standing.owner_id,
        role_key="" if standing.owner_id else INTAKE_ROLE, client_id=made.episode.client_id,
    )  # fmt: skip


def _ask_for_consents(by: Actor, client: Client, stay: Episode, at: dt.datetime) -> None:
    """Have fresh consents signed: what was signed for the stay before was signed for that one."""
    open_item(
        by=by, kind=WorkKind.TASK, site_id=stay.site_id, subject=(CONSENTS_OF, client.pk), client_id=client.pk,
        summary=say("Go through the consents with somebody who comes back, and have fresh ones signed."),
        due_at=at + dt.timedelta(days=2), dedupe_key=f"fresh_consents:{client.pk}", role_key=INTAKE_ROLE,
    )  # fmt: skip


def _reached_by(client: Client) -> tuple[str, str, bool]:
    """Give the preferred phone number and e-mail address, and whether a message may be left at the number."""
    points = list(ContactPoint.objects.filter(client=client).order_by("-is_preferred", "created_at"))
    phone = next((point for point in points if point.kind == ContactKind.PHONE), None)
    email = next((point.value for point in points if point.kind == ContactKind.EMAIL), "")
    return (phone.value if phone else "", email, phone.may_leave_message if phone else False)
