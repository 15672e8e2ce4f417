"""The demo's story of groups of families: what there is to read, what tracks agreed on and are told, and what relatives do.

Everything is made by the actions of the pages; two relatives have looked at what is shared with them.
"""

from __future__ import annotations

import datetime as dt
import io
from random import Random

from clients.choices import ConsentKind, Information, Purpose
from clients.models import PortalAccount, RecipientParty, RelatedPerson, Relationship
from clients.portal import outsider
from family import groups as open_groups
from family.actions import groups, notes
from family.actions.reach import choose_channels
from family.actions.showing import note_shown
from family.reach import address_of
from family.sharing import Share, shares
from iop.access.actors import Actor
from iop.core import clock
from iop.demo.clinic import Clinic
from iop.demo.papers import signed
from iop.workflows import announcing as checked
from sessions_app import announcements
from sessions_app.actions import announcing
from sessions_app.group_choices import GroupKind
from sessions_app.models import OpenGroup

DAY = dt.timedelta(days=1)
WIDER = (
    Information.SCHEDULE, Information.ATTENDANCE, Information.PROGRESS, Information.PLAN, Information.SAFETY,
    Information.DISCHARGE,
)  # fmt: skip
LOOKED = 4
"""So many relatives have opened what is shared with them."""
AGREEMENT = (
    "What is said here stays here.\nWe begin and end on time.\nOne person speaks, the others listen.\n"
    "We speak of ourselves, and give advice only when somebody asks for it.\nWhoever had a hard day may just listen."
)
NEWS = (
    "Next week we meet in the large room, because ours is being painted.",
    "On Friday there is coffee and cake after the last part, for whoever would like to stay.",
)
READING = (
    ("How the illness works", "Why stopping is not a matter of will alone, what craving is, and why it passes."),
    ("Boundaries", "Say what you will do, not what the other one must. Say it once, kindly. Do what you said."),
    ("Looking after yourself", "Sleep, one friend who knows, one evening a week that is yours. You did not cause it."),
)
SHEET = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NOTES = (
    "Sunday was good. We cooked together and did not talk about it once.",
    "To ask on Tuesday: what do I say when my mother wants to know where they are in the evenings?",
    "I said no about the money. It was hard, and nothing terrible happened.",
)


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``."""
    _tracks(house, dice, now)
    _reading(house, now)
    _clients(dice, now)
    _widen(house, now)
    _relatives(dice, now)


def _tracks(house: Clinic, dice: Random, now: dt.datetime) -> None:
    for track in house.tracks:
        began = now - 40 * DAY
        zone = track.program.site.time_zone
        with clock.frozen(began):
            checked.write_agreement(
                by=house.acting("Ferreira", began), track=track, words=AGREEMENT, at=began, sure=True
            )  # fmt: skip
        with clock.frozen(now - DAY):
            at = now - DAY
            on = clock.local_date(at, zone)
            checked.announce(
                by=house.acting("Ferreira", at), to=track, words=dice.choice(NEWS), starts_on=on, ends_on=on + 8 * DAY, at=at,
                sure=True,
            )  # fmt: skip


def _reading(house: Clinic, now: dt.datetime) -> None:
    for group in OpenGroup.objects.filter(kind=GroupKind.FAMILY_EDUCATION).select_related("site"):
        for number, (title, words) in enumerate(READING):
            at = now - (30 - number) * DAY
            with clock.frozen(at):
                announcing.add_material(
                    by=house.acting("Ferreira", at), group=group, title=title, words=words, at=at,
                    upload=_sheet(title) if number == 1 else None,
                )  # fmt: skip


def _sheet(title: str) -> io.BytesIO:
    file = io.BytesIO(SHEET)
    file.name, file.size = f"{title.lower()}.pdf", len(SHEET)  # type: ignore[attr-defined]
    return file


def _clients(dice: Random, now: dt.datetime) -> None:
    """Most of those who sign in agreed to what their group agreed on; half want to read announcements."""
    for account in _accounts(client__isnull=False):
        known = outsider(account.user, now)
        if known is None or known.client is None or dice.random() < 0.25:
            continue
        at = now - dt.timedelta(hours=dice.randrange(3, 90))
        with clock.frozen(at):
            for each in announcements.agreements_for(known.client.pk, at):
                announcing.agree(by=known.actor, client=known.client, agreement=each.agreement, at=at)
            if announcements.stay_of(known.client.pk) and dice.random() < 0.7:
                announcing.choose_news(by=known.actor, client=known.client, wants=True, at=at)


def _widen(house: Clinic, now: dt.datetime) -> None:
    """Two clients share more than the first release said."""
    at = now - 9 * DAY
    for account in _accounts(person__isnull=False)[:2]:
        related = (
            Relationship.objects.filter(person=account.person, client__merged_into=None)
            .select_related("client")
            .first()
        )
        party = RecipientParty.objects.filter(person=account.person, is_active=True).first()
        if related and party:
            with clock.frozen(at):
                signed(
                    house.acting("Abara", at), related.client, ConsentKind.RELATIVE, at, party=party,
                    purposes=[Purpose.FAMILY_SUPPORT], information=list(WIDER), expires_on=at.date() + 180 * DAY,
                    expires_event="",
                )  # fmt: skip


def _relatives(dice: Random, now: dt.datetime) -> None:
    for number, account in enumerate(_accounts(person__isnull=False)):
        known = outsider(account.user, now)
        if known is None or known.person is None:
            continue
        at = now - dt.timedelta(hours=dice.randrange(5, 60))
        with clock.frozen(at):
            for words in NOTES[: 1 + number % 3]:
                notes.write_note(by=known.actor, person=known.person, words=words, at=at)
            ways = [channel for channel in ("sms", "email") if address_of(known.person, channel)]
            if ways and number % 2 == 0:
                choose_channels(by=known.actor, person=known.person, channels=ways[:1], at=at)
            _join(known.actor, known.person, at)
            if number < LOOKED:
                _looked(shares(known.person, at), at)


def _join(actor: Actor, person: RelatedPerson, at: dt.datetime) -> None:
    mine = open_groups.places_of(person).order_by().values("group")
    for group in open_groups.open_to(person, at).exclude(pk__in=mine):
        groups.join(by=actor, person=person, group=group, at=at)


def _looked(found: list[Share], at: dt.datetime) -> None:
    for share in found:
        if share.kinds:
            note_shown(share=share, contents=dict.fromkeys(share.kinds, share.name), records=[], at=at)


def _accounts(**whose: bool) -> list[PortalAccount]:
    rows = PortalAccount.objects.filter(ended_at__isnull=True, **whose)
    return list(rows.select_related("user", "person", "client").order_by("created_at", "pk"))
