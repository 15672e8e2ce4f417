"""What a review must show: every item of the standard, with its facts or named as missing."""

import datetime as dt

import pytest

from clients.evidence import Fact, Subject
from iop.access.choices import Permission
from scheduling.actions.expectations import set_expectation
from tests.factories import own_plans as make
from tests.factories.clients import AT, TODAY
from tests.factories.scheduling import Counted
from therapy import review_contents, sources
from therapy.review_contents import PARTS, as_data, from_data, gathered, sections


def everything(fact):
    return True


def test_every_subject_has_its_item_once():
    told = [subject for part in PARTS for subject in part.subjects]
    assert sorted(told) == sorted(Subject.values)


def test_what_nothing_is_known_about_is_named():
    found = sections([], everything)
    assert [each.number for each in found] == list(range(1, 15))
    assert not any(each.facts for each in found)
    # Somebody without a payer that authorizes misses nothing.
    assert [each.key for each in found if not each.missing] == ["authorization"]


def test_a_fact_stands_in_its_item_and_is_no_longer_missing():
    objectives = next(
        each for each in sections([Fact(Subject.OBJECTIVES, "1. Sleep: met")], everything) if each.key == "objectives"
    )
    assert [str(fact.says) for fact in objectives.facts] == ["1. Sleep: met"]
    assert objectives.missing == ()


@pytest.mark.parametrize(
    ("known", "words"),
    [(Subject.USE, "No drug test result since then."), (Subject.LEVEL, "No treatment day since then is on record.")],
)
def test_one_subject_does_not_hide_that_another_is_missing(known, words):
    found = [each for each in sections([Fact(known, "Something.")], everything) if each.facts]
    assert [str(one) for each in found for one in each.missing] == [words]


def test_what_a_reader_may_not_see_is_counted_and_not_called_missing():
    tests = [Fact(Subject.TESTS, "A result", needs=Permission.TESTS_VIEW), Fact(Subject.USE, "None told")]
    use = next(each for each in sections(tests, lambda fact: fact.needs is None) if each.key == "use")
    assert ([str(fact.says) for fact in use.facts], use.withheld, use.missing) == (["None told"], 1, ())


def test_what_was_shown_is_read_back_as_it_was():
    fact = Fact(Subject.SAFETY, "A safety plan holds.", TODAY, "good", None, Permission.NOTE_VIEW)
    first = sections([fact], everything)
    assert as_data(from_data(as_data(first))) == as_data(first)


@pytest.mark.django_db
class TestGathered:
    @pytest.fixture
    def desk(self, db):
        return make.make_desk()

    def test_an_empty_stay_names_what_is_missing(self, desk):
        found = {each.key: each for each in gathered(desk.episode, AT, desk.by)}
        assert [str(one) for one in found["family"].missing] == [
            "No family session was held, and no reason is on record."
        ]
        assert [str(one) for one in found["measures"].missing] == ["No questionnaire was answered since then."]

    def test_the_level_is_told_with_its_week(self, desk):
        level = gathered(desk.episode, AT + dt.timedelta(weeks=3), desk.by)[0]
        assert "week 4" in str(level.facts[0].says)

    def test_why_family_sessions_are_not_expected_is_a_fact(self, desk):
        set_expectation(
            by=desk.by_director, episode=desk.episode, kind="family", times=0, every_weeks=1, starts_on=TODAY,
            reason="No contact with family, by her wish.", at=AT,
        )  # fmt: skip
        family = next(each for each in gathered(desk.episode, AT, desk.by) if each.key == "family")
        assert "by her wish" in str(family.facts[0].says)
        assert family.missing == ()

    def test_a_kept_relapse_plan_is_told_with_its_day(self, desk):
        make.keep_relapse(desk)
        use = next(each for each in gathered(desk.episode, AT, desk.by) if each.key == "use")
        assert ("A relapse-prevention plan holds.", TODAY) in [(str(fact.says), fact.on) for fact in use.facts]

    def test_without_a_reader_nothing_is_withheld(self, desk):
        make.keep_safety(desk)
        biller = make.ground.make_staff("biller", site=desk.site)
        by = make.actor_of(biller.pk, AT)
        assert sum(each.withheld for each in gathered(desk.episode, AT, by)) > 0
        assert sum(each.withheld for each in gathered(desk.episode, AT, None)) == 0

    def test_statements_do_not_grow_with_what_is_known(self, desk):
        def count():
            with Counted() as asked:
                gathered(desk.episode, AT, desk.by)
            return asked.number

        make.keep_relapse(desk)
        before = count()
        for _ in range(4):
            make.keep_relapse(desk)
            make.keep_safety(desk)
        assert count() <= before + 1


@pytest.mark.django_db
def test_a_source_says_who_signed_it():
    desk = make.make_desk()
    concern = desk.client.concerns.create(site=desk.site, kind="medical", raised_at=AT, raised_by=desk.counselor)
    place = ("clients.concern", concern.pk)
    source = sources.sources_of([place])[place]
    assert (
        str(sources.source_words(source, "March 2, 2026"))
        == f"Concern about safety, March 2, 2026, by {desk.counselor.name}"
    )


@pytest.mark.django_db
def test_many_sources_of_a_kind_cost_one_statement(django_assert_num_queries):
    desk = make.make_desk()
    rows = [
        desk.client.concerns.create(site=desk.site, kind="medical", raised_at=AT, raised_by=desk.counselor)
        for _ in range(5)
    ]
    places = [("clients.concern", row.pk) for row in rows]
    with django_assert_num_queries(1):
        assert len(sources.sources_of([*places, ("sessions_app.attendance_of", desk.client.pk)])) == 6


@pytest.mark.django_db
def test_the_first_review_looks_back_to_admission_and_later_ones_to_the_one_before():
    desk = make.make_desk()
    assert review_contents.since(desk.episode, None) == desk.episode.admitted_on
    assert review_contents.since(desk.episode, dt.date(2026, 3, 16)) == dt.date(2026, 3, 16)
