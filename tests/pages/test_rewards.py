"""The pages of rewards: what was earned, drawing, handing out, taking back, and setting up."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iop.clinic import settings
from tests.factories.api import calling_with
from tests.factories.ground import sign_in
from tests.factories.rewards import NOW, came, draw, make_rewards, one_prize, owed
from tests.therapy.world import DAY, World
from therapy.actions.rewards import hand_out, switch_rewards
from therapy.models.rewards import RewardDraw, RewardLedger, RewardPrize, RewardRule

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(at):
    at(NOW)
    return make_rewards()


def address(house, name="client_rewards"):
    return reverse(name, args=[house.person.pk])


def look(house, client, staff=None):
    sign_in(client, staff or house.world.counselor)
    return client.get(address(house))


def switch_off(house):
    switch_rewards(by=house.director, site=house.site, is_on=False, month_cents=10_000, stay_cents=50_000, at=NOW)


def post(client, url, **data):
    return client.post(url, data, follow=True)


def test_what_was_earned_is_offered_with_its_draws(house, client):
    came(house, 2, 1)
    said = look(house, client).text
    assert ("Draw 1 slip<" in said, "Draw 2 slips<" in said, "2 in a row" in said) == (True, True, True)


def test_drawing_says_what_came_and_stands_in_the_ledger(house, client):
    one_prize(house)
    came(house, 1)
    sign_in(client, house.world.counselor)
    event = owed(house)[0].earned.event.key
    said = post(client, address(house, "client_reward_draw"), kind="attended", event=event).text
    assert "Drawn: Small prize: $1.00" in said
    assert "+$1.00" in said
    assert "$1.00 of $100.00" in said


def test_a_draw_that_is_not_owed_is_answered_with_a_sentence(house, client):
    sign_in(client, house.world.counselor)
    said = post(client, address(house, "client_reward_draw"), kind="attended", event="day:2026-01-01").text
    assert "nothing to draw for" in said
    assert not RewardDraw.objects.exists()


def test_switched_off_the_page_says_so_and_offers_no_draw(house, client):
    came(house, 1)
    switch_off(house)
    said = look(house, client).text
    assert "not switched on at this site" in said
    assert "Draw 1 slip" not in said


def test_switched_off_a_draw_is_refused(house, client):
    came(house, 1)
    event = owed(house)[0].earned.event.key
    switch_off(house)
    sign_in(client, house.world.counselor)
    answer = client.post(address(house, "client_reward_draw"), {"kind": "attended", "event": event})
    assert answer.status_code == 403


def test_handing_out_in_dollars(house, client):
    one_prize(house, 1234)
    came(house, 1)
    draw(house)
    sign_in(client, house.world.counselor)
    said = post(client, address(house, "client_reward_hand_out"), amount="12.04", what="Grocery card").text
    assert ("Grocery card" in said, RewardLedger.objects.cents()) == (True, 30)


def test_too_much_is_said_beside_the_amount_and_what_was_typed_stays(house, client):
    one_prize(house)
    came(house, 1)
    draw(house)
    sign_in(client, house.world.counselor)
    answer = client.post(address(house, "client_reward_hand_out"), {"amount": "5.00", "what": "Grocery card"})
    assert answer.status_code == 422
    assert "less than that in the balance" in answer.text
    assert 'value="Grocery card"' in answer.text


def test_a_line_is_taken_back_with_a_reason(house, client):
    one_prize(house)
    came(house, 1)
    line = draw(house).line
    sign_in(client, house.world.counselor)
    url = reverse("reward_void", args=[line.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    said = post(client, url, reason="Wrong client").text
    assert ("Wrong client" in said, "<s>+$1.00</s>" in said) == (True, True)


def test_another_sites_line_is_not_there(house, client):
    one_prize(house)
    came(house, 1)
    line = draw(house).line
    stranger = World("Elsewhere").counselor
    sign_in(client, stranger)
    assert client.get(reverse("reward_void", args=[line.pk])).status_code == 404
    assert client.get(address(house)).status_code == 404


def test_a_role_without_rewards_has_neither_page_nor_tab(house, client):
    manager = house.world.staff("Cass", "Lane", "case_manager")
    assert look(house, client, manager).status_code == 403
    assert address(house) not in client.get(reverse("client_care", args=[house.person.pk])).text


def test_who_reads_no_tests_is_not_told_of_them(house, client):
    one_prize(house)
    rule = RewardRule.objects.get(kind="test")
    RewardDraw.objects.create(
        episode=house.episode, rule=rule, kind="test", event="test:x", earned_on=DAY, streak=1, draws=1, seed="s", version="1",
        bowl=[{"id": "a", "label": "Well done", "cents": 0, "slips": 1}], picks=["a"], value_cents=0, credited_cents=0,
        drawn_at=NOW, drawn_by=house.world.counselor,
    )  # fmt: skip
    assert "Test consistent" in look(house, client).text
    role = house.world.roles["counselor"]
    role.permissions = [name for name in role.permissions if name != "tests.view"]
    role.save()
    said = look(house, client).text
    assert ("Test consistent" in said, "A step of the plan" in said) == (False, True)


def test_statements_do_not_grow_with_the_rows(house, client):
    one_prize(house)
    counts = []
    for ago in ((12, 11), range(2, 10)):
        came(house, *ago)
        draw(house)
        draw(house)
        hand_out(by=house.by, episode=house.episode, cents=1, what="Card", at=NOW)
        look(house, client)
        with CaptureQueriesContext(connection) as asked:
            client.get(address(house))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def setup(house, client, **data):
    sign_in(client, house.world.supervisor)
    return client.post(reverse("reward_setup"), data)


def test_switching_on_fills_the_bowl_and_the_rules(at, client):
    at(NOW)
    world = World()
    sign_in(client, world.supervisor)
    assert "The bowl is empty" in client.get(reverse("reward_setup")).text
    client.post(reverse("reward_setup"), {"do": "switch", "is_on": "on", "month": "75.50", "stay": "300"})
    held = settings.values(
        ("rewards.enabled", "rewards.month_cents", "rewards.stay_cents"), on=DAY, site_id=world.site.pk
    )
    assert list(held.values()) == [True, 7550, 30_000]
    assert RewardPrize.objects.filter(site=world.site).count() == 4


def test_caps_that_make_no_sense_are_said_beside_the_field(house, client):
    answer = setup(house, client, do="switch", is_on="on", month="300", stay="75")
    assert (answer.status_code, "no more than the cap of a stay" in answer.text) == (422, True)


def test_a_prize_goes_in_and_out(house, client):
    assert setup(house, client, do="prize", label="Movie ticket", value="15", slips="20").status_code == 302
    prize = RewardPrize.objects.get(label="Movie ticket")
    assert prize.cents == 1500
    client.post(reverse("reward_prize_retire", args=[prize.pk]))
    assert "Movie ticket" not in client.get(reverse("reward_setup")).text


def test_a_rule_holds_from_its_day(house, client):
    tomorrow = DAY + dt.timedelta(days=1)
    answer = setup(
        house, client, do="rule", kind="attended", draws="2", step="0", most="2", valid_from=tomorrow.isoformat()
    )
    assert answer.status_code == 302
    said = client.get(reverse("reward_setup")).text
    assert re.search(r"2 the first time.*from then on", said, re.S)


def test_another_sites_prizes_are_not_there(house, client):
    one_prize(house)
    sign_in(client, World("Elsewhere").supervisor)
    prize = RewardPrize.objects.in_bowl().get(site=house.site)
    assert client.post(reverse("reward_prize_retire", args=[prize.pk])).status_code == 404


def test_the_api_gives_lines_and_not_what_earned_them(house):
    one_prize(house)
    came(house, 1)
    draw(house)
    (row,) = calling_with("support:read", sites=[house.site]).get("/api/v1/reward-ledger/").json()["results"]
    assert (row["kind"], row["cents"], row["client"]) == ("earned", 100, str(house.person.pk))
    assert "attended" not in str(row)


def test_the_api_hands_out_nothing_for_a_program_that_may_only_read(house):
    assert calling_with("support:read").post("/api/v1/reward-ledger/", {}, format="json").status_code == 403


@pytest.mark.parametrize("site_is_theirs", [True, False])
def test_the_api_keeps_to_the_callers_sites(house, site_is_theirs):
    one_prize(house)
    came(house, 1)
    draw(house)
    sites = [house.site if site_is_theirs else World("Elsewhere").site]
    found = calling_with("support:read", sites=sites).get("/api/v1/reward-ledger/").json()["results"]
    assert len(found) == site_is_theirs
