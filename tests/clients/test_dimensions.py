"""The six dimensions: rated with evidence, decided and signed with the placement; nothing computes a level."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from clients.actions import dimensions
from clients.dimension_names import NAMES, install_dimensions
from clients.models import Dimension, DimensionalAssessment, DimensionRating, Placement
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.documents.models import Signature
from tests.factories import assessments as made
from tests.factories import clients
from tests.factories.assessments import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return made.make_desk()


def one(edition=4, number=1, part=1):
    return Dimension.objects.get(edition=edition, number=number, part=part)


def rate(desk, row, dimension, version=0, **fields):
    typed = {"rating": "2", "evidence": "Shakes in the morning.", **fields}
    return dimensions.rate(by=desk.by, assessment=row, version=version, dimension=dimension, at=AT, **typed)


def decide(desk, row, **fields):
    typed = {"indicated_level": desk.level, "chosen_level": desk.level, "rationale": "Structure.", "starts_on": TODAY}
    return dimensions.decide(**{"by": desk.by, "assessment": row, "version": row.version, "at": AT, **typed, **fields})


def test_both_editions_have_six_dimensions():
    install_dimensions()
    for edition in (3, 4):
        assert list(Dimension.objects.filter(edition=edition, part=0).values_list("number", flat=True)) == [
            1,
            2,
            3,
            4,
            5,
            6,
        ]


def test_installing_twice_makes_nothing_twice():
    assert install_dimensions() == len(NAMES)
    assert install_dimensions() == 0


def test_one_under_way_is_given_back(desk):
    assert made.open_dimensions(desk) == made.open_dimensions(desk)


def test_the_other_edition_waits_until_the_first_is_done(desk):
    made.open_dimensions(desk, edition=3)
    with pytest.raises(Conflict):
        made.open_dimensions(desk, edition=4)


@pytest.mark.parametrize("role", ["counselor", "intake", "biller", "case_manager", "site_admin", "privacy_officer"])
def test_who_does_not_assess_opens_none(desk, role):
    with pytest.raises(NotAllowed):
        dimensions.open_dimensions(by=made.actor(desk.site, role), episode=desk.episode, edition=4, at=AT)


def test_an_ended_stay_is_not_assessed(desk):
    from clients.actions import close_episode

    close_episode(by=desk.by_director, episode=desk.episode, on=TODAY, kind="", reason="Went elsewhere", at=AT)
    with pytest.raises(Conflict):
        made.open_dimensions(desk)


def test_a_rating_is_text_as_written(desk):
    rating = rate(desk, made.open_dimensions(desk), one(), rating="2.5 BIO", implied_min_level=desk.more, is_bio=True)
    assert (rating.rating, rating.implied_min_level, rating.is_bio, rating.is_coe) == (
        "2.5 BIO",
        desk.more,
        True,
        False,
    )


def test_the_third_edition_rates_from_0_to_4(desk):
    row = made.open_dimensions(desk, edition=3)
    with pytest.raises(Invalid) as refused:
        rate(desk, row, one(3, 1, 0), rating="5")
    assert refused.value.field == "rating"


def test_dimension_6_of_the_fourth_edition_is_described_not_rated(desk):
    row = made.open_dimensions(desk)
    with pytest.raises(Invalid):
        rate(desk, row, one(4, 6, 0), rating="1")
    assert rate(desk, row, one(4, 6, 0), rating="").evidence


def test_a_dimension_of_the_other_edition_is_refused(desk):
    row = made.open_dimensions(desk)
    with pytest.raises(Invalid):
        rate(desk, row, one(3, 1, 0))


def test_the_later_of_two_who_rate_one_dimension_is_told(desk):
    row = made.open_dimensions(desk)
    rate(desk, row, one())
    with pytest.raises(Stale):
        rate(desk, row, one(), evidence="Other words")
    assert DimensionRating.objects.get().evidence == "Shakes in the morning."


def test_two_may_rate_two_dimensions_at_once(desk):
    row = made.open_dimensions(desk)
    rate(desk, row, one(part=1))
    rate(desk, row, one(part=2))
    assert row.ratings.count() == 2


def test_deciding_places_and_signs_at_once(desk):
    row = made.make_decided(desk)
    assert row.signed_at == AT
    assert row.placement == Placement.objects.get(episode=desk.episode)
    assert row.placement.level == desk.level
    assert Signature.objects.get(subject_id=row.pk).signer_name == desk.therapist.name


def test_a_level_is_whatever_the_clinician_chose(desk):
    row = made.rate_all(desk, made.open_dimensions(desk))
    for rating in row.ratings.all():
        dimensions.rate(
            by=desk.by, assessment=row, version=rating.version, dimension=rating.dimension, rating=rating.rating,
            evidence=rating.evidence, implied_min_level=desk.more, at=AT,
        )  # fmt: skip
    assert decide(desk, row).placement.level == desk.level


def test_an_unrated_dimension_stands_in_the_way(desk):
    row = made.open_dimensions(desk)
    rate(desk, row, one())
    with pytest.raises(Conflict) as refused:
        decide(desk, row)
    assert "11 dimensions" in str(refused.value)


def test_a_rating_without_evidence_stands_in_the_way(desk):
    row = made.rate_all(desk, made.open_dimensions(desk))
    rate(desk, row, one(), version=1, evidence=" ")
    with pytest.raises(Conflict):
        decide(desk, row)


def test_another_level_than_indicated_needs_a_reason(desk):
    row = made.rate_all(desk, made.open_dimensions(desk))
    with pytest.raises(Invalid) as refused:
        decide(desk, row, indicated_level=desk.more)
    assert refused.value.field == "variance_reason"


def test_another_reason_is_said_in_words(desk):
    row = made.rate_all(desk, made.open_dimensions(desk))
    with pytest.raises(Invalid) as refused:
        decide(desk, row, indicated_level=desk.more, variance_reason="other")
    assert refused.value.field == "variance_note"


def test_the_reason_goes_with_the_placement(desk):
    row = made.make_decided(desk, indicated_level=desk.more, variance_reason="preference")
    assert (row.placement.variance_reason, row.placement.indicated_level) == ("preference", desk.more)


def test_a_reason_without_a_difference_is_dropped(desk):
    assert made.make_decided(desk, variance_reason="payer").variance_reason == ""


def test_nothing_is_signed_when_the_placement_is_refused(desk):
    clients.actions.place(
        by=desk.by, episode=desk.episode, level=desk.level, starts_on=TODAY, reason="Already placed", at=AT
    )
    row = made.rate_all(desk, made.open_dimensions(desk))
    with pytest.raises(Conflict):
        decide(desk, row)
    row.refresh_from_db()
    assert row.signed_at is None
    assert not Signature.objects.exists()


def test_a_stale_decision_is_refused(desk):
    row = made.rate_all(desk, made.open_dimensions(desk))
    with pytest.raises(Stale):
        decide(desk, row, version=row.version + 1)


def test_who_assesses_but_holds_no_licence_signs_nothing(desk):
    desk.by = made.actor(desk.site, "therapist", credential="")
    row = made.rate_all(desk, made.open_dimensions(desk))
    with pytest.raises(NotAllowed):
        decide(desk, row)
    assert not Placement.objects.exists()


def test_a_signed_one_takes_no_more_ratings(desk):
    row = made.make_decided(desk)
    with pytest.raises(Conflict):
        rate(desk, row, one(), version=1)


def test_after_signing_a_new_one_begins(desk):
    first = made.make_decided(desk)
    assert made.open_dimensions(desk) != first


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE clients_dimensionrating SET evidence = 'x'",
        "DELETE FROM clients_dimensionrating",
        "UPDATE clients_dimensionalassessment SET rationale = 'x'",
        "DELETE FROM clients_dimensionalassessment",
        "TRUNCATE clients_dimensionrating",
    ],
)
def test_what_was_signed_is_locked_in_the_database(desk, sql):
    made.make_decided(desk)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_no_rating_is_added_to_what_was_signed(desk):
    row = made.make_decided(desk)
    with pytest.raises(DatabaseError), transaction.atomic():
        DimensionRating.objects.create(assessment=row, dimension=one(4, 1, 0))


def test_a_rating_is_not_moved_out_of_what_was_signed(desk):
    made.make_decided(desk)
    other = made.open_dimensions(desk)
    with pytest.raises(DatabaseError), transaction.atomic():
        DimensionRating.objects.update(assessment=other)


def test_a_stay_has_one_draft(desk):
    row = made.open_dimensions(desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        DimensionalAssessment.objects.create(
            episode=desk.episode, edition=3, assessed_on=TODAY, assessed_by=row.assessed_by
        )


def test_a_draft_can_be_discarded_with_its_ratings(desk):
    row = made.rate_all(desk, made.open_dimensions(desk))
    dimensions.discard_dimensions(by=desk.by, assessment=row, at=AT)
    assert not DimensionalAssessment.objects.exists()


def test_what_a_colleague_discarded_is_said(desk):
    row = made.open_dimensions(desk)
    dimensions.discard_dimensions(by=desk.by, assessment=row, at=AT)
    with pytest.raises(Conflict) as refused:
        rate(desk, row, one())
    assert refused.value.code == "gone"


def test_the_audit_record_holds_no_evidence(desk):
    made.make_decided(desk)
    told = str(list(AuditEvent.objects.values_list("detail", flat=True)))
    assert "Seen today" not in told
    assert "Needs structure" not in told
