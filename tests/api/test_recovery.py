"""Homework, shared pages of journals, early warnings and rewards over the API."""

import pytest

from iop.access.actors import SYSTEM
from tests.api.signed_in import calling_as, post, refused
from tests.factories import recovery
from tests.factories import rewards as prizes
from tests.factories.api import calling_with
from tests.factories.clients import AT
from tests.factories.rewards import NOW
from tests.therapy.test_warnings import missed
from tests.therapy.world import DAY, World
from therapy.actions.warnings import install_warning_rules, watch_warnings

pytestmark = pytest.mark.django_db
HOMEWORK, DRAWS, LEDGER = "/api/v1/homework/", "/api/v1/reward-draws/", "/api/v1/reward-ledger/"


@pytest.fixture
def desk(at):
    at(AT)
    return recovery.make_desk()


@pytest.fixture
def house(at):
    at(NOW)
    house = prizes.make_rewards()
    prizes.came(house, 2, 1)
    prizes.one_prize(house)
    return house


def test_homework_is_given_and_no_longer_asked(desk):
    mine = calling_as(desk.counselor)
    row = post(mine, HOMEWORK, {"episode": str(desk.episode.pk), "words": "Call your brother."})
    assert (row["status"], row["words"]) == ("open", "Call your brother.")
    many = {"episodes": [str(desk.episode.pk)], "words": "Walk home another way."}
    assert mine.post(f"{HOMEWORK}for-many/", many, format="json").status_code == 204
    assert post(mine, f"{HOMEWORK}{row['id']}/drop/", {"version": row["version"]})["status"] == "dropped"
    key = calling_with("plans:read", "notes:write")
    assert refused(key, HOMEWORK, {"episode": str(desk.episode.pk), "words": "x"})[0] == 403


def test_shared_pages_are_read_by_people_alone(desk):
    recovery.write(desk, words="Private.")
    recovery.share(desk)
    rows = calling_as(desk.counselor).get("/api/v1/journal-pages/", {"client": str(desk.client.pk)}).json()["results"]
    assert [row["words"] for row in rows] == [recovery.WORDS]
    assert calling_with("notes:read").get("/api/v1/journal-pages/").json()["results"] == []


def test_a_warning_is_put_aside_by_a_person(at):
    at(NOW)
    world = World()
    install_warning_rules(by=SYSTEM, at=NOW)
    (person,) = world.clients(1)
    missed(world, person, 3, 1)
    watch_warnings(by=SYSTEM, at=NOW)
    mine = calling_as(world.counselor)
    (row,) = mine.get("/api/v1/early-warnings/", {"is_over": "false"}).json()["results"]
    assert row["says"].startswith("Treatment days missed in 14 days: 2")
    place = f"/api/v1/early-warnings/{row['id']}/end/"
    assert refused(calling_with("notes:read", "notes:write"), place, {"end": "talked"})[0] == 403
    assert post(mine, place, {"end": "talked"})["end"] == "talked"
    body = {"kind": "absences", "threshold": 3, "window_days": 14, "valid_from": DAY.isoformat()}
    assert refused(mine, "/api/v1/warning-rules/", body)[0] == 403
    assert post(calling_as(world.supervisor), "/api/v1/warning-rules/", body)["threshold"] == 3


def test_what_was_earned_is_drawn_handed_out_and_taken_back(house):
    mine = calling_as(house.world.counselor)
    owed = mine.get(f"{DRAWS}owed/", {"episode": str(house.episode.pk)}).json()
    assert len(owed) == 2
    body = {"episode": str(house.episode.pk), "kind": owed[0]["kind"], "event": owed[0]["event"]}
    draw = post(mine, DRAWS, body)
    assert draw["credited_cents"] > 0
    assert refused(mine, DRAWS, body)[0] == 409
    line = post(mine, LEDGER, {"episode": str(house.episode.pk), "cents": 50, "what": "Bus pass"})
    assert line["cents"] == -50
    assert post(mine, f"{LEDGER}{line['id']}/void/", {"reason": "Not handed out"})["voids"] == line["id"]
    assert refused(mine, f"{DRAWS}owed/", method="get")[0] == 400


def test_rewards_are_set_up_by_the_director(house):
    boss, mine = calling_as(house.world.supervisor), calling_as(house.world.counselor)
    prize = {"site": str(house.site.pk), "label": "Mug", "cents": 500, "slips": 3}
    assert refused(mine, "/api/v1/reward-prizes/", prize)[0] == 403
    row = post(boss, "/api/v1/reward-prizes/", prize)
    assert post(boss, f"/api/v1/reward-prizes/{row['id']}/retire/")["retired_at"]
    rule = {"site": str(house.site.pk), "kind": "attended", "draws": 2, "step": 1, "most": 5, "valid_from": str(DAY)}
    assert post(boss, "/api/v1/reward-rules/", rule)["draws"] == 2
    caps = {"site": str(house.site.pk), "is_on": False, "month_cents": 100, "stay_cents": 1000}
    assert boss.post("/api/v1/reward-rules/switch/", caps, format="json").status_code == 204


def test_a_key_gives_no_rewards(house):
    key = calling_with("support:read", "support:write")
    assert key.get(DRAWS).json()["results"] == []
    assert refused(key, LEDGER, {"episode": str(house.episode.pk), "cents": 1, "what": "x"})[0] in (400, 403)
