"""Planning a week: the draft in the page, its totals and warnings, what it changes, publishing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.actions import set_requirement
from iop.access.actors import SYSTEM
from iop.pages.presenters.schedule import week_draft
from iop.pages.presenters.schedule.week_draft import Day, Draft, Part
from scheduling import actions
from scheduling.models import ComponentKind, WeeklyTemplate
from sessions_app.models import ProgramSession
from tests.factories.days import make_track
from tests.factories.ground import make_site, make_staff, sign_in
from tests.pages.schedule_clinic import AT, TODAY, make_schedule

pytestmark = pytest.mark.django_db

MINUTES = {"k": 30}


@pytest.fixture
def clinic(at, client):
    clinic = make_schedule()
    at("2026-03-02 07:00", "America/New_York")
    sign_in(client, clinic.director)
    return clinic


def posted(draft: Draft) -> dict[str, object]:
    """What the page sends for a draft."""
    data: dict[str, object] = {"open": draft.open, "valid_from": draft.valid_from, "note": draft.note}
    for day in draft.days:
        name = f"d{day.weekday}"
        data |= {
            f"{name}-lineage": day.lineage,
            f"{name}-starts": day.starts,
            f"{name}-focus": day.focus,
            f"{name}-n": len(day.parts),
        }
        if day.runs:
            data[f"{name}-runs"] = "1"
        for index, part in enumerate(day.parts):
            for field in ("kind", "minutes", "title", "topic", "exercise", "room", "lead"):
                data[f"{name}-{index}-{field}"] = getattr(part, field)
            data[f"{name}-{index}-co"] = list(part.co)
    return data


def draft_of(clinic, **changes) -> Draft:
    template = (
        WeeklyTemplate.objects.filter(track=clinic.track).prefetch_related("days__components__facilitators").get()
    )
    return replace(week_draft.of_template(template), **{"valid_from": "2026-03-09", **changes})


def send(client, clinic, draft, do, **more):
    return client.post(reverse("edit_week", args=[clinic.track.pk]), {**posted(draft), "do": do, **more})


def changed(draft, weekday, **changes):
    return draft.with_day(replace(draft.days[weekday], **changes))


def part(draft, weekday, index, **changes):
    parts = list(draft.days[weekday].parts)
    parts[index] = replace(parts[index], **changes)
    return changed(draft, weekday, parts=tuple(parts))


THREE = Day(0, True, "", "09:00", "", (Part("a"), Part("b"), Part("c")))


@pytest.mark.parametrize(
    ("wish", "kinds"),
    [
        ("up:0:1", "bac"), ("up:0:0", "abc"), ("down:0:1", "acb"), ("down:0:2", "abc"), ("remove:0:1", "ac"), ("add:0", "abck"),
        ("remove:0:9", "abc"), ("remove:9:0", "abc"), ("nonsense", "abc"), ("", "abc"),
    ],
)  # fmt: skip
def test_buttons_order_the_parts_of_a_day(wish, kinds):
    draft = week_draft.after(Draft().with_day(THREE), wish, default_minutes=MINUTES, extra={"add_kind": "k"})
    assert "".join(one.kind for one in draft.days[0].parts) == kinds


def test_copying_a_day_keeps_the_line_of_its_own_sessions():
    draft = Draft().with_day(THREE).with_day(Day(2, False, "line-of-wednesday"))
    copied = week_draft.after(draft, "copy:2", default_minutes={}, extra={"copy_from": "0"}).days[2]
    assert (copied.runs, copied.lineage, copied.parts) == (True, "line-of-wednesday", THREE.parts)


def test_what_is_sent_is_what_was_shown(clinic):
    draft = draft_of(clinic)
    query = QueryDict(mutable=True)
    for name, value in posted(draft).items():
        query.setlist(name, value if isinstance(value, list) else [str(value)])
    assert week_draft.of_post(query) == draft


def test_it_opens_with_the_newest_week_from_next_monday(clinic, client):
    page = client.get(reverse("edit_week", args=[clinic.track.pk]))
    assert page.context["draft"].valid_from == "2026-03-09"
    assert page.context["week_service"] == "9 h"


def test_asking_changes_nothing(clinic, client):
    for wish in ("check", "review", "up:0:1", "rest:0"):
        send(client, clinic, draft_of(clinic), wish)
    assert WeeklyTemplate.objects.filter(track=clinic.track).count() == 1


def test_a_part_outside_its_range_is_said_beside_it_and_kept(clinic, client):
    ComponentKind.objects.filter(key="check-in").update(min_minutes=15, max_minutes=30)
    answer = send(client, clinic, part(draft_of(clinic), 0, 0, minutes="45"), "publish")
    assert answer.status_code == 422
    assert "Check-in takes 15 to 30 minutes" in answer.content.decode()
    assert answer.context["lines"][0].part.minutes == "45"


@pytest.mark.parametrize("minutes", ["", "-5", "ten", "99999", "1e3", "²"])
def test_minutes_that_are_no_number_are_refused(minutes, clinic, client):
    assert send(client, clinic, part(draft_of(clinic), 0, 0, minutes=minutes), "publish").status_code == 422


@pytest.mark.parametrize("day", ["", "soon", "2026-03-01"])
def test_the_past_is_not_rewritten(day, clinic, client):
    answer = send(client, clinic, draft_of(clinic, valid_from=day), "publish")
    assert answer.status_code == 422
    assert "valid_from" in answer.context["found"].fields


def test_a_week_without_days_is_refused(clinic, client):
    assert send(client, clinic, Draft(valid_from="2026-03-09"), "publish").status_code == 422


def test_a_week_below_its_level_warns_and_may_be_published(clinic, client):
    set_requirement(
        by=SYSTEM, level=clinic.level, valid_from=TODAY, min_weekly_minutes=540, min_daily_minutes=180, at=AT
    )
    short = part(draft_of(clinic), 0, 1, minutes="60")
    warned = send(client, clinic, short, "check").context["found"].warnings
    assert len(warned) == 2
    assert send(client, clinic, short, "publish").status_code == 302


def test_the_preview_shows_real_dates_and_closures(clinic, client):
    from iop.clinic.models import Closure

    Closure.objects.create(
        site=clinic.site, starts_on=dt.date(2026, 3, 11), ends_on=dt.date(2026, 3, 11), reason="Snow"
    )
    preview = send(client, clinic, draft_of(clinic), "check").context["preview"]
    assert [(one.heading, one.closed) for one in preview] == [
        ("Mon 9 Mar", ""),
        ("Wed 11 Mar", "Snow"),
        ("Fri 13 Mar", ""),
    ]


def test_it_says_what_happens_to_planned_days_before_it_happens(clinic, client):
    draft = changed(changed(draft_of(clinic), 0, starts="10:00"), 4, runs=False)
    rows = send(client, clinic, draft, "review").context["effects"].rows
    assert {row.words for row in rows} == {"New times", "Keeps its times", "No longer takes place"}
    assert rows[0].then == "10:00–13:15"


def test_a_day_changed_by_hand_is_said_to_stay(clinic, client):
    ProgramSession.objects.filter(on="2026-03-09").update(is_customised=True)
    rows = send(client, clinic, changed(draft_of(clinic), 0, starts="10:00"), "review").context["effects"].rows
    assert rows[0].tone == "lock"


def test_what_was_said_is_what_happens(clinic, client):
    draft = changed(changed(draft_of(clinic), 0, starts="10:00"), 4, runs=False)
    send(client, clinic, draft, "publish")
    status = dict(ProgramSession.objects.filter(on__range=("2026-03-09", "2026-03-13")).values_list("on", "status"))
    assert status == {
        dt.date(2026, 3, 9): "planned",
        dt.date(2026, 3, 11): "planned",
        dt.date(2026, 3, 13): "cancelled",
    }
    assert ProgramSession.objects.get(on="2026-03-09").starts_at.hour == 14


def test_the_week_of_another_track_is_taken_over_without_its_sessions(clinic, client):
    other = make_track(clinic, name="Evening", wall=dt.time(18))
    draft = send(client, clinic, draft_of(clinic), "take_over", other_track=other.pk).context["draft"]
    assert draft.days[0].starts == "18:00"
    assert draft.days[0].lineage == draft_of(clinic).days[0].lineage


def test_a_track_of_another_site_cannot_be_copied(clinic, client):
    elsewhere = make_schedule_elsewhere()
    assert send(client, clinic, draft_of(clinic), "take_over", other_track=elsewhere.pk).status_code == 404


def make_schedule_elsewhere():
    from tests.factories.days import make_clinic

    return make_track(make_clinic())


def test_a_counselor_plans_no_week(clinic, client):
    sign_in(client, clinic.counselor)
    assert send(client, clinic, draft_of(clinic), "publish").status_code == 403


def test_another_sites_director_finds_no_track(clinic, client):
    sign_in(client, make_staff("clinical_director", site=make_site()))
    assert send(client, clinic, draft_of(clinic), "publish").status_code == 404


def test_a_script_in_a_title_is_shown_as_text(clinic, client):
    answer = send(client, clinic, part(draft_of(clinic), 0, 0, title="<script>alert(1)</script>"), "check")
    assert "<script>alert" not in answer.content.decode()


def test_an_htmx_request_gets_only_the_form(clinic, client):
    url = reverse("edit_week", args=[clinic.track.pk])
    answer = client.post(
        url, {**posted(draft_of(clinic)), "do": "check"}, headers={"HX-Request": "true", "HX-Target": "week"}
    )
    assert b"<html" not in answer.content
    assert b'id="week"' in answer.content


def test_statements_do_not_grow_with_the_parts_of_a_week(clinic, client):
    def statements(draft):
        with CaptureQueriesContext(connection) as seen:
            send(client, clinic, draft, "check")
        return len(seen)

    draft = draft_of(clinic)
    statements(draft)
    few = statements(draft)
    parts = draft.days[0].parts
    full = Draft(days=tuple(replace(day, runs=True, parts=parts) for day in draft.days), valid_from=draft.valid_from)
    assert statements(full) == few <= 20


def test_a_new_track_has_an_empty_week_to_begin_with(clinic, client):
    track = actions.save_track(by=SYSTEM, program=clinic.program, name="New", day_part="evening", capacity=3, at=AT)
    page = client.get(reverse("edit_week", args=[track.pk]))
    assert page.context["draft"].running == []
