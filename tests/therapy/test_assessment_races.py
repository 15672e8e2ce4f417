"""Two at once: one section, one first opening, one signature. One is obeyed, the other told."""

import threading

import pytest
from django.db import connection

from clients.actions import diagnoses
from clients.models import Diagnosis
from iop.core.errors import Refusal
from tests.factories import assessments as made
from tests.factories.assessments import AT
from therapy.actions import assessments
from therapy.models import AssessmentSection, BiopsychosocialAssessment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk():
    made.make_codes()
    return made.make_desk()


def together(*acts):
    """Do all at the same moment; give what each came to."""
    begin, came = threading.Barrier(len(acts)), {}

    def run(number, act):
        begin.wait()
        try:
            came[number] = act()
        except Refusal as refusal:
            came[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [came[number] for number in range(len(acts))]


def test_two_who_save_one_section(desk):
    row = made.open_assessment(desk)
    came = together(*(
        lambda by=by, words=words: assessments.save_section(
            by=by, assessment=row, version=0, section="culture", answers={"language": words}, at=AT
        )
        for by, words in ((desk.by, "Spanish"), (desk.by_director, "English"))
    ))  # fmt: skip
    assert sorted(getattr(each, "code", "saved") for each in came) == ["saved", "stale"]
    assert AssessmentSection.objects.count() == 1


def test_two_who_begin_get_the_same(desk):
    came = together(*(
        lambda by=by: assessments.open_assessment(by=by, episode=desk.episode, at=AT) for by in (desk.by, desk.by_director)
    ))  # fmt: skip
    assert came[0] == came[1]
    assert BiopsychosocialAssessment.objects.count() == 1


def test_signing_while_a_colleague_writes(desk):
    row = made.make_filled(desk)
    version = row.sections.get(key="culture").version
    came = together(
        lambda: assessments.sign_assessment(by=desk.by, assessment=row, at=AT),
        lambda: assessments.save_section(
            by=desk.by_director, assessment=row, version=version, section="culture",
            answers={"language": "English", "access": "None"}, at=AT,
        ),
    )  # fmt: skip
    row.refresh_from_db()
    kept = row.sections.get(key="culture")
    assert not isinstance(came[0], Refusal)
    assert isinstance(came[1], Refusal) == (kept.version == version)


def test_two_principal_diagnoses_at_once(desk):
    came = together(*(
        lambda by=by, code=code: diagnoses.diagnose(
            by=by, client=desk.client, site_id=desk.site.pk, code=code, rank=1, at=AT
        )
        for by, code in ((desk.by, "F10.20"), (desk.by_director, "F41.1"))
    ))  # fmt: skip
    assert not any(isinstance(each, Refusal) for each in came)
    assert sorted(Diagnosis.objects.values_list("rank", flat=True)) == [1, 2]
