import pytest

from iop.core.errors import Conflict, Invalid, NotAllowed, Refusal, Stale, require


@pytest.mark.parametrize(
    ("kind", "status"), [(Refusal, 409), (Invalid, 400), (NotAllowed, 403), (Conflict, 409), (Stale, 409)]
)
def test_each_refusal_has_its_http_answer(kind, status):
    assert kind("No.").status == status


def test_a_refusal_reads_as_its_sentence():
    assert str(Conflict("Room 2 is busy until 10:00.")) == "Room 2 is busy until 10:00."


def test_a_policy_without_a_reason_lets_pass():
    assert require(None) is None


def test_a_policy_with_a_reason_raises_it():
    with pytest.raises(NotAllowed, match="Only the author may sign"):
        require("Only the author may sign.")
