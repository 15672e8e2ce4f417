"""The checklist and the referral sources as a clinic edits them."""

import pytest

from clients import actions
from clients.models import IntakeCheck
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from tests.factories.clients import AT
from tests.factories.intake import make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


def save(desk, **fields):
    values = {"kind": "fit", "key": "transport", "text": "A way to get here?", "at": AT, **fields}
    return actions.save_check(by=desk.as_director, **values)


class TestChecks:
    def test_a_new_one_comes_last(self, desk):
        assert save(desk).position == max(IntakeCheck.objects.filter(kind="fit").values_list("position", flat=True))

    def test_a_key_stands_once_of_its_kind(self, desk):
        save(desk)
        with pytest.raises(Conflict) as told:
            save(desk)
        assert told.value.field == "key"

    def test_a_change_keeps_kind_and_key(self, desk):
        row = save(desk, check=save(desk), key="another", text="Can they get here?")
        assert (row.key, row.text, row.version) == ("transport", "Can they get here?", 2)

    def test_the_second_of_two_is_told(self, desk):
        row = save(desk)
        save(desk, check=row, version=1)
        with pytest.raises(Stale):
            save(desk, check=row, version=1)

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"text": " "}, "text"),
            ({"text": "x" * 301}, "text"),
            ({"key": "Not a key"}, "key"),
            ({"kind": "mood"}, "kind"),
            ({"payer_kinds": ["barter"]}, "payer_kinds"),
        ],
    )
    def test_refuses_beside_the_field(self, desk, fields, field):
        with pytest.raises(Invalid) as told:
            save(desk, **fields)
        assert told.value.field == field

    def test_are_ordered(self, desk):
        new = save(desk)
        actions.order_checks(by=desk.as_director, kind="fit", checks=[new], at=AT)
        assert IntakeCheck.objects.filter(kind="fit").first().pk == new.pk

    def test_intake_does_not_change_the_clinics_checklist(self, desk):
        with pytest.raises(NotAllowed):
            actions.save_check(by=desk.by, kind="fit", key="a", text="b", at=AT)


class TestSources:
    def save(self, desk, **fields):
        return actions.save_source(
            by=desk.by, at=AT, **{"kind": "hospital", "organization": "Mercy Hospital", **fields}
        )

    def test_intake_adds_one_during_a_call(self, desk):
        assert self.save(desk, phone="617-555-0111").phone == "+16175550111"

    def test_a_name_stands_once_however_it_is_written(self, desk):
        self.save(desk)
        with pytest.raises(Conflict, match="on the list already"):
            self.save(desk, organization="  mercy   HOSPITAL ")

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"organization": ""}, "organization"), ({"kind": "moon"}, "kind"), ({"phone": "?"}, "phone"),
            ({"email": "nobody"}, "email"),
        ],
    )  # fmt: skip
    def test_refuses_beside_the_field(self, desk, fields, field):
        with pytest.raises(Invalid) as told:
            self.save(desk, **fields)
        assert told.value.field == field

    def test_goes_out_of_use(self, desk):
        assert self.save(desk, source=self.save(desk), is_active=False).is_active is False
