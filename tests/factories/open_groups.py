"""A clinic with an alumni group on Thursday evenings, made by the real actions; people who have finished and agreed."""

from __future__ import annotations

import datetime as dt
import itertools
from types import SimpleNamespace

from clients.models import RelatedPerson, Relationship
from iop.access.actors import SYSTEM
from iop.clinic.actors import actor_of
from iop.workflows.discharge import discharge
from scheduling import actions as scheduling
from sessions_app.actions import groups
from sessions_app.models import OpenGroup, OpenMeeting
from tests.factories import clients, consents, ground

ZONE = "America/New_York"
AT = dt.datetime(2026, 3, 2, 15, 0, tzinfo=dt.UTC)
"""Monday 2 March 2026, 10:00 in New York; the clocks jump on the 8th."""
MONDAY = dt.date(2026, 3, 2)
THURSDAY = dt.date(2026, 3, 5)
EVENING = dt.datetime(2026, 3, 5, 23, 30, tzinfo=dt.UTC)
"""18:30 that Thursday, when the first meeting begins."""
_count = itertools.count(1)


def make_house(**fields) -> SimpleNamespace:
    """A site with a room, a director who plans, a counselor who leads and a case manager."""
    site = ground.make_site(phone="+16175550142", **fields)
    people = {
        key: ground.make_staff(key, site=site, first_name="Sam")
        for key in ("clinical_director", "counselor", "case_manager")
    }
    consents.install()
    return SimpleNamespace(
        site=site, room=scheduling.save_room(by=SYSTEM, site_id=site.pk, name="Oak", capacity=20, at=AT),
        director=people["clinical_director"], counselor=people["counselor"], case_manager=people["case_manager"],
        by_director=actor_of(people["clinical_director"].pk, AT), by_counselor=actor_of(people["counselor"].pk, AT),
        as_counselor=actor_of(people["counselor"].pk, AT),
    )  # fmt: skip


def make_group(house, *, at=AT, rhythm=True, **fields) -> OpenGroup:
    """An alumni group of the site; with a rhythm, Thursdays at 18:30 for an hour and a half, led by the counselor."""
    known = {
        "kind": "alumni", "audience": "former", "name": f"Alumni {next(_count)}", "neutral_name": "Thursday circle",
        "capacity": 12,
    }  # fmt: skip
    group = groups.save_group(by=house.by_director, site_id=house.site.pk, at=at, **{**known, **fields})
    if rhythm:
        set_rhythm(house, group, at=at)
    return group


def set_rhythm(house, group, *, at=AT, by=None, **fields):
    known = {
        "valid_from": MONDAY, "frequency": "weekly", "weekday": 3, "starts_at": dt.time(18, 30), "minutes": 90,
        "room": house.room, "lead": house.counselor,
    }  # fmt: skip
    return groups.set_rhythm(by=by or house.by_director, group=group, at=at, **{**known, **fields})


def first_meeting(group) -> OpenMeeting:
    return OpenMeeting.objects.filter(group=group).select_related("group__site").earliest("starts_at")


def make_former(house, *, agreed=True, **fields):
    """Somebody who finished treatment at the site, and signed that they may be contacted."""
    began, ended = AT - dt.timedelta(days=180), AT - dt.timedelta(days=60)
    episode = clients.make_admitted(house.site, by=house.by_director, on=began.date(), at=began, **fields)
    discharge(by=house.by_director, episode=episode, on=ended.date(), kind="completed", reason="Goals met.", at=ended)
    if agreed:
        episode.client.alumni = consents.signed(house, episode.client, "alumni", at=AT)
    return episode.client


def make_present(house):
    """Somebody in treatment."""
    return clients.make_admitted(house.site, by=house.by_director, on=MONDAY).client


def make_relative(client) -> RelatedPerson:
    person = RelatedPerson.objects.create(first_name="Bo", last_name="Vale")
    Relationship.objects.create(client=client, person=person, role="brother")
    return person


def sign_up(house, group, client, at=AT, **fields):
    return groups.sign_up(by=house.by_counselor, group=group, client=client, at=at, **fields)
