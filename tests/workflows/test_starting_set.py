"""The starting set: what it makes, that it makes nothing twice, and that each part can be chosen."""

import pytest

from clients.models import LevelOfCare
from clients.requirements import for_levels
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic.models import CredentialKind
from iop.core.errors import Invalid, NotAllowed
from iop.workflows.starting_set import PARTS, install
from scheduling.models import (
    ComponentKind,
    CurriculumTopic,
    DayTemplate,
    Exercise,
    Handout,
    Program,
    Track,
    WeeklyTemplate,
)
from tests.factories.clients import AT, TODAY, make_actor, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_site()


def day_minutes(day, *, service):
    return sum(
        part.minutes for part in day.components.select_related("kind") if part.kind.counts_as_service or not service
    )


def test_makes_every_part(site):
    made = install(by=SYSTEM, site_id=site.pk, at=AT)
    assert set(made) == set(PARTS)
    assert all(made.values())


def test_every_day_is_195_minutes_with_180_of_service(site):
    install(by=SYSTEM, site_id=site.pk, at=AT)
    days = list(DayTemplate.objects.all())
    assert len(days) == 17
    assert {(day_minutes(day, service=False), day_minutes(day, service=True)) for day in days} == {(195, 180)}


def test_every_day_has_the_five_lengths_in_order(site):
    install(by=SYSTEM, site_id=site.pk, at=AT)
    for day in DayTemplate.objects.all():
        assert list(day.components.values_list("minutes", flat=True)) == [25, 80, 15, 55, 20]


def test_every_part_lies_inside_its_kind(site):
    install(by=SYSTEM, site_id=site.pk, at=AT)
    for day in DayTemplate.objects.prefetch_related("components__kind"):
        for part in day.components.all():
            assert part.kind.min_minutes <= part.minutes <= part.kind.max_minutes


def test_the_morning_is_the_example_week(site):
    install(by=SYSTEM, site_id=site.pk, at=AT)
    days = DayTemplate.objects.filter(template__track__name="Morning")
    assert list(days.values_list("weekday", "focus")) == [
        (0, "Check-in + Group: Relapse Prevention + Mindfulness"),
        (1, "Workshop: Emotional Triggers + Communication Skills"),
        (2, "Group: CBT for Recovery + Peer Processing"),
        (3, "Workshop: Stress Management + Individual Therapy"),
        (4, "Family Therapy Session + Goal Planning"),
    ]


def test_tracks_begin_when_the_handbook_says(site):
    install(by=SYSTEM, site_id=site.pk, at=AT)
    starts = (
        DayTemplate.objects.order_by("template__track__name")
        .values_list("template__track__name", "starts_at")
        .distinct()
    )
    assert {name: wall.hour for name, wall in starts} == {"Morning": 9, "Afternoon": 13, "Evening": 18, "Weekend": 9}


def test_topics_and_exercises_that_weeks_name_exist(site):
    install(by=SYSTEM, site_id=site.pk, at=AT)
    from iop.workflows.starting_set.weeks import TRACKS

    about = {title for track in TRACKS for day in track.days for _, _, title in day.blocks if title}
    known = set(CurriculumTopic.objects.values_list("title", flat=True)) | set(
        Exercise.objects.values_list("title", flat=True)
    )
    assert about <= known


def test_every_topic_has_a_handout(site):
    install(by=SYSTEM, site_id=site.pk, at=AT)
    assert not CurriculumTopic.objects.filter(handouts__isnull=True).exists()
    assert Exercise.objects.count() >= 8


def test_iop_asks_for_nine_to_nineteen_hours(site):
    install(by=SYSTEM, site_id=site.pk, at=AT)
    level = LevelOfCare.objects.get(key="iop")
    asked = for_levels([level.pk], TODAY)[level.pk]
    assert (asked.min_weekly_minutes, asked.max_weekly_minutes, asked.min_days, asked.max_days) == (540, 1140, 3, 5)


def test_an_intern_leads_under_supervision_and_needs_a_cosignature(site):
    install(by=SYSTEM, site_id=site.pk, at=AT)
    kind = CredentialKind.objects.get(code="INTERN")
    assert (kind.may_lead, kind.may_lead_supervised, kind.needs_cosignature) == (False, True, True)


def test_therapy_groups_hold_twelve_and_lessons_twenty(site):
    install(by=SYSTEM, site_id=site.pk, at=AT)
    limits = dict(ComponentKind.objects.values_list("key", "clients_per_facilitator"))
    assert (limits["process-group"], limits["psychoeducation"], limits["break"]) == (12, 20, None)


def test_a_second_time_makes_nothing(site):
    install(by=SYSTEM, site_id=site.pk, at=AT)
    assert not any(install(by=SYSTEM, site_id=site.pk, at=AT).values())


def test_a_second_site_gets_its_own_tracks_and_shares_the_rest(site):
    install(by=SYSTEM, site_id=site.pk, at=AT)
    made = install(by=SYSTEM, site_id=make_site().pk, at=AT)
    assert (made["tracks"], made["week"], made["levels"], made["curriculum"]) == (4, 4, 0, 0)


def test_what_the_clinic_changed_stays(site):
    install(by=SYSTEM, site_id=site.pk, at=AT)
    ComponentKind.objects.filter(key="check-in").update(name="Arriving")
    install(by=SYSTEM, site_id=site.pk, at=AT)
    assert ComponentKind.objects.get(key="check-in").name == "Arriving"


def test_one_part_can_be_chosen(site):
    install(by=SYSTEM, site_id=site.pk, at=AT, choices={"exercises"})
    assert Exercise.objects.exists()
    assert not ComponentKind.objects.exists()


def test_the_week_brings_what_it_needs(site):
    made = install(by=SYSTEM, site_id=site.pk, at=AT, choices={"week"})
    assert set(made) == {"levels", "kinds", "tracks", "week"}
    assert WeeklyTemplate.objects.count() == 4


def test_nothing_chosen_makes_nothing(site):
    assert install(by=SYSTEM, site_id=site.pk, at=AT, choices=()) == {}
    assert not any(model.objects.exists() for model in (Program, Track, Handout))


def test_refuses_a_part_it_does_not_know(site):
    with pytest.raises(Invalid):
        install(by=SYSTEM, site_id=site.pk, at=AT, choices={"moon"})


def test_an_administrator_may_and_a_counselor_may_not(site):
    install(by=make_actor(site, "site_admin"), site_id=site.pk, at=AT)
    with pytest.raises(NotAllowed):
        install(by=make_actor(site, "counselor"), site_id=site.pk, at=AT)


def test_is_recorded(site):
    install(by=SYSTEM, site_id=site.pk, at=AT)
    assert AuditEvent.objects.filter(verb="scheduling.starting_set", site_id=site.pk).exists()
