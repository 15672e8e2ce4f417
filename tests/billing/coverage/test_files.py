"""Questions and answers about covers as files: what they say, what is refused, and that a person decides."""

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest

from billing.actions import eligibility
from billing.choices.coverage import Subscriber, VerifiedBy
from billing.choices.eligibility import AnswerState
from billing.models import EligibilityFile, Verification
from billing.x12 import e270, e271
from billing.x12.segments import BadFile, read
from clients.gate import NotDisclosable
from clients.models import Disclosure
from iop.core.errors import Conflict, Invalid
from tests.factories import billing as make
from tests.factories import consents
from tests.factories.clients import AT, TODAY, make_actor, make_admitted, make_site

BORN = dt.date(1990, 5, 17)
QUESTION = e270.Question(
    number=7, trace="E000000007", at=dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC), sender_code="HARBOR01", receiver_code="TWCLEAR",
    payer_name="Beacon * Plan", payer_code="BSHP1", provider_name="Harbor Recovery", provider_npi="1234567893", company="1123456789",
    member_number="MEM-123", first_name="Zoë", last_name="O'Hara", born=BORN, sex="F", about_on=dt.date(2026, 3, 2),
)  # fmt: skip


def segments(text):
    return list(read(io.BytesIO(text.encode())))


def answer(*inner, trace="E000000007", last="DOE", number="MEM123", born="19900517", count=None, end=True):
    body = [
        "ST*271*0001*005010X279A1", "BHT*0022*11*1*20260302*1000", "HL*1**20*1", "NM1*PR*2*BEACON*****PI*BSHP1", "HL*2*1*21*1",
        "NM1*1P*2*HARBOR*****XX*1234567893", "HL*3*2*22*0", f"TRN*2*{trace}*1123456789",
        f"NM1*IL*1*{last}*ADA****MI*{number}", f"DMG*D8*{born}*F", *inner,
    ]  # fmt: skip
    body.append(f"SE*{count or len(body) + 1}*0001")
    isa = f"ISA*00*{'':10}*00*{'':10}*ZZ*{'BEACON':<15}*ZZ*{'HARBOR01':<15}*260302*1000*^*00501*000000001*0*P*:"
    whole = [isa, "GS*HB*BEACON*HARBOR01*20260302*1000*1*X*005010X279A1", *body, "GE*1*1", "IEA*1*000000001"]
    return ("~".join(whole if end else whole[:-3]) + "~").encode()


BENEFITS = (
    "EB*1*IND*30*12*CHOICE HMO", "EB*1**AI", "EB*B**AI***27*30****Y*Y", "EB*B**30***27*99", "EB*A**AI*****.2", "EB*C*IND*30***23*1000",
    "EB*C*IND*30***29*250", "EB*G*IND*30***23*4500", "EB*G*IND*30***29*4000.50", "EB*F**AI***23***DY*60", "EB*F**AI***29***DY*41",
)  # fmt: skip


class TestTheQuestion:
    def test_its_envelope_counts_and_its_names_hold_no_delimiters(self):
        found = segments(e270.write(QUESTION))
        names = [each.name for each in found]
        assert names[:3] + names[-3:] == ["ISA", "GS", "ST", "SE", "GE", "IEA"]
        ends = next(each for each in found if each.name == "SE")
        assert int(ends.at(1)) == names.index("SE") - names.index("ST") + 1
        assert found[0].at(13) == found[-1].at(2) == "000000007"
        assert [each.at(3) for each in found if each.name == "NM1"] == ["BEACON PLAN", "HARBOR RECOVERY", "O'HARA"]

    def test_it_asks_about_the_member_on_the_day_and_nothing_clinical(self):
        found = {each.name: each for each in segments(e270.write(QUESTION))}
        assert (found["DTP"].at(3), found["DMG"].at(2), found["TRN"].at(2)) == ("20260302", "19900517", "E000000007")
        assert [each.at(1) for each in segments(e270.write(QUESTION)) if each.name == "EQ"] == ["30", "MH", "AI"]
        assert "HI" not in found

    def test_a_dependent_stands_below_who_holds_the_policy(self):
        found = segments(e270.write(replace(QUESTION, holder_last="Hale", holder_first="Jo", relation="19")))
        levels = [(each.at(3), each.at(4)) for each in found if each.name == "HL"]
        people = [(each.at(1), each.at(3), each.at(9)) for each in found if each.name == "NM1"][2:]
        assert levels == [("20", "1"), ("21", "1"), ("22", "1"), ("23", "0")]
        assert people == [("IL", "HALE", "MEM-123"), ("03", "O'HARA", "")]


class TestTheAnswer:
    def test_the_nearest_service_decides(self):
        found = e271.facts(e271.answers(io.BytesIO(answer(*BENEFITS)))[0])
        assert (found.is_active, found.copay_cents, found.coinsurance_percent) == (True, 3000, Decimal(20))
        assert (found.deductible_cents, found.deductible_left_cents) == (100000, 25000)
        assert (found.out_of_pocket_cents, found.out_of_pocket_left_cents) == (450000, 400050)
        assert (found.benefit_days, found.benefit_days_left, found.plan) == (60, 41, "CHOICE HMO")
        assert (found.authorization, found.is_in_network) == ("Y", True)

    def test_what_is_no_whole_answer_is_refused_in_words(self):
        good = answer(*BENEFITS)
        wrong = {
            "cut_off": good[:-30], "no_isa": b"hello", "bad_encoding": good.replace(b"ADA", b"\xff\xfe\xfa"),
            "count": answer(*BENEFITS, count=99), "no_271": good.replace(b"ST*271", b"ST*835"), "amount": answer("EB*B**AI***27*x"),
            "number": answer("EB*F**AI***23***DY*lots"), "date": answer(born="19901399"), "percent": answer("EB*A**AI*****300"),
        }  # fmt: skip
        said = {}
        for code, content in wrong.items():
            with pytest.raises(BadFile) as refused:
                e271.answers(io.BytesIO(content))
            said[code] = refused.value.code
        assert said == {code: code for code in wrong}
        with pytest.raises(BadFile):
            e271.answers(io.BytesIO(answer(*BENEFITS, end=False)))

    def test_a_payer_that_does_not_answer_says_why(self):
        found = e271.answers(io.BytesIO(answer("AAA*N**72*C")))[0]
        assert "member number is missing or wrong (code 72)" in str(found.why_rejected)


@pytest.fixture
def place(db):
    site = make_site()
    make.make_identity(site)
    person = make_admitted(site, legal_first_name="Ada", legal_last_name="Doe", date_of_birth=BORN).client
    cover = make.make_coverage(person, member_number="MEM 123")
    return make_actor(site, "biller"), cover


def receive(place, content):
    by, cover = place
    return eligibility.receive(by=by, coverage=cover, upload=io.BytesIO(content), at=AT)


class TestAsking:
    def test_without_consent_nothing_leaves(self, place):
        by, cover = place
        with pytest.raises(NotDisclosable):
            eligibility.ask(by=by, coverage=cover, about_on=TODAY, at=AT)
        assert not EligibilityFile.objects.exists()

    def test_on_consent_it_leaves_and_is_written_down(self, place):
        by, cover = place
        clinic = SimpleNamespace(as_counselor=make_actor(cover.client.episodes.get().site, "counselor"))
        consents.signed(clinic, cover.client, "tpo")
        asked = eligibility.ask(by=by, coverage=cover, about_on=TODAY, at=AT)
        left = Disclosure.objects.get()
        assert (left.purpose, left.party, left.sent_as) == ("payment", cover.plan.payer.party, "export")
        assert b"DOE*ADA" in asked.content
        assert asked.row.trace.encode() in asked.content


class TestReading:
    def test_nothing_counts_before_somebody_took_it_over(self, place):
        row = receive(place, answer(*BENEFITS))
        assert (row.state, Verification.objects.count()) == (AnswerState.WAITS, 0)
        check = eligibility.accept(by=place[0], answer=row, at=AT, covers_iop=True)
        assert (check.source, check.benefit_days_used, check.deductible_met_cents) == (VerifiedBy.FILE, 19, 75000)
        assert (check.authorization, check.copay_cents, check.checked_by_id) == ("needed", 3000, place[0].staff_id)
        with pytest.raises(Conflict):
            eligibility.accept(by=place[0], answer=row, at=AT)

    def test_left_alone_it_changes_nothing(self, place):
        row = eligibility.set_aside(by=place[0], answer=receive(place, answer(*BENEFITS)), at=AT)
        assert (row.state, Verification.objects.count()) == (AnswerState.SET_ASIDE, 0)

    def test_the_same_file_twice_is_told(self, place):
        receive(place, answer(*BENEFITS))
        with pytest.raises(Conflict, match="read before"):
            receive(place, answer(*BENEFITS))

    def test_another_persons_answer_is_not_read(self, place):
        others = [answer(*BENEFITS, number="OTHER1"), answer(*BENEFITS, last="ROE"), answer(*BENEFITS, born="19800101")]
        for content in others:
            with pytest.raises(Invalid, match="somebody else"):
                receive(place, content)
        assert not EligibilityFile.objects.exists()

    def test_a_refusal_by_the_payer_is_told_and_not_kept(self, place):
        with pytest.raises(Invalid, match="did not answer"):
            receive(place, answer("AAA*N**75*C"))
        assert not EligibilityFile.objects.exists()

    def test_no_number_of_the_answer_is_kept(self, place):
        assert "MEM" not in str(receive(place, answer(*BENEFITS)).facts)

    def test_a_dependents_answer_fits_by_the_holders_number(self, place):
        by, cover = place
        type(cover).objects.filter(pk=cover.pk).update(subscriber=Subscriber.SPOUSE, subscriber_last_name="Hale")
        cover.refresh_from_db()
        assert receive((by, cover), answer(*BENEFITS)).pk
