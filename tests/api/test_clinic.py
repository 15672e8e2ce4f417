"""The clinic, its sites, staff, licences, roles and settings through the API."""

import pytest

from iop.access.models import Role
from iop.accounts.models import User
from iop.clinic.models import Closure, OnCallShift, OpeningHours, SettingValue, Site, SiteRole, StaffMember
from tests.api.signed_in import calling_as
from tests.factories.api import calling_with
from tests.factories.ground import make_kind, make_organization, make_site, make_staff

pytestmark = pytest.mark.django_db
URL = "/api/v1/"
BOTH = ("clinic:read", "clinic:write", "schedule:read")
NEW = {"first_name": "Ines", "last_name": "Alba", "email": "ines@clinic.example", "title": "Counselor"}


@pytest.fixture
def site(at):
    at("2026-03-02 09:00", "America/New_York")
    make_organization()
    site = make_site()
    make_staff("site_admin", site=site)
    return site


def send(url, body, *scopes):
    return calling_with(*(scopes or BOTH)).post(URL + url, body, format="json")


def change(url, body, *scopes):
    return calling_with(*(scopes or BOTH)).patch(URL + url, body, format="json")


def gone(url):
    return calling_with(*BOTH).delete(URL + url).status_code


def test_a_site_is_changed_with_its_hours_and_closures(site):
    answer = change(f"sites/{site.pk}/", {"version": site.version, "phone": "+1 617 555 0123"})
    assert answer.status_code == 200, answer.json()
    assert answer.json()["phone"] == "+16175550123"
    hours = {"version": answer.json()["version"], "hours": [{"weekday": 0, "opens": "09:00", "closes": "17:00"}]}
    kept = send(f"sites/{site.pk}/hours/", hours)
    assert kept.status_code == 200
    assert send(f"sites/{site.pk}/hours/", hours).json()["code"] == "stale"
    assert OpeningHours.objects.filter(site=site).count() == 1
    overlap = {
        "version": kept.json()["version"],
        "hours": [*hours["hours"], {"weekday": 0, "opens": "16:00", "closes": "18:00"}],
    }
    assert send(f"sites/{site.pk}/hours/", overlap).status_code == 400
    body = {"site": str(site.pk), "starts_on": "2026-03-09", "ends_on": "2026-03-09", "reason": "Painters"}
    made = send("closures/", body)
    assert made.status_code == 201, made.json()
    assert gone(f"closures/{made.json()['id']}/") == 204
    assert not Closure.objects.exists()
    assert change(f"sites/{site.pk}/", {"version": 1, "name": "X"}, "schedule:read").status_code == 403


def test_a_site_is_opened_by_a_person(site):
    body = {"name": "West", "code": "west", "time_zone": "America/Denver"}
    assert send("sites/", body).status_code == 403
    caller = calling_as(make_staff("site_admin", site=site))
    answer = caller.post(f"{URL}sites/", body, format="json")
    assert answer.status_code == 201, answer.json()
    assert Site.objects.filter(code="west").exists()


def test_the_program_page_is_changed_by_who_sets_up_intake(site):
    body = {"version": 0, "about_en": "Three mornings a week.", "therapies": ["cbt"]}
    assert send(f"sites/{site.pk}/profile/", body).status_code == 403
    answer = send(f"sites/{site.pk}/profile/", body, "schedule:read", "intake:write")
    assert answer.status_code == 200, answer.json()
    (row,) = calling_with("schedule:read").get(f"{URL}site-profiles/").json()["results"]
    assert (row["about_en"], row["version"]) == ("Three mornings a week.", 1)


def test_the_neutral_name_may_not_reveal_what_the_clinic_is(site):
    (row,) = calling_with("schedule:read").get(f"{URL}organizations/").json()["results"]
    url = f"organizations/{row['id']}/"
    assert change(url, {"neutral_name": "Harbor"}).json()["neutral_name"] == "Harbor"
    assert change(url, {"neutral_name": "Addiction recovery clinic"}).status_code == 400


def test_a_setting_holds_from_a_day_on(site):
    holding = f"{URL}settings/holding/?on=2026-03-10"
    rows = {row["key"]: row for row in calling_with(*BOTH).get(holding).json()}
    assert rows["attendance.late_after_minutes"]["value"] == 5
    body = {"key": "attendance.late_after_minutes", "value": 7, "valid_from": "2026-03-05"}
    assert send("settings/", body).status_code == 201
    rows = {row["key"]: row for row in calling_with(*BOTH).get(holding).json()}
    assert rows["attendance.late_after_minutes"]["value"] == 7
    for value in ("seven", {"a": 1}, [[1]], "\0", None):
        assert send("settings/", {**body, "value": value}).status_code == 400, value
    assert send("settings/", {**body, "valid_from": "2026-03-01"}).status_code == 400
    assert SettingValue.objects.filter(key=body["key"]).count() == 1


def test_somebody_is_registered_licensed_and_put_on_call(site):
    made = send("staff/", NEW)
    assert made.status_code == 201, made.json()
    staff = made.json()["id"]
    assert not User.objects.get(email=NEW["email"]).has_usable_password()
    assert send("staff/", NEW).status_code == 409
    answer = change(f"staff/{staff}/", {"version": made.json()["version"], "title": "Lead counselor"})
    assert answer.json()["title"] == "Lead counselor"
    kind = make_kind("LMHC")
    body = {"staff": staff, "kind": kind.code, "number": "77", "issued_on": "2026-01-01", "expires_on": "2027-01-01"}
    licence = send("staff-credentials/", body)
    assert licence.status_code == 201, licence.json()
    answer = change(f"staff-credentials/{licence.json()['id']}/", {"expires_on": "2028-01-01"})
    assert (answer.json()["expires_on"], answer.json()["number"]) == ("2028-01-01", "77")
    turn = {
        "site": str(site.pk),
        "staff": staff,
        "starts_at": "2026-03-03T00:00:00Z",
        "ends_at": "2026-03-04T00:00:00Z",
    }
    assert send("on-call-shifts/", turn).status_code == 400
    shift = send("on-call-shifts/", {**turn, "phone": "+1 617 555 0199"})
    assert shift.status_code == 201, shift.json()
    assert gone(f"on-call-shifts/{shift.json()['id']}/") == 204
    assert not OnCallShift.objects.exists()


def test_a_key_gives_no_role_that_may_do_more_than_the_key(site):
    staff = make_staff("counselor", site=site)
    admin, plain = Role.objects.get(key="site_admin"), Role.objects.create(key="reader", name="Reader", permissions=[])
    body = {"staff": str(staff.pk), "site": str(site.pk), "starts_on": "2026-03-02"}
    assert send("site-roles/", {**body, "role": str(admin.pk)}).status_code == 403
    given = send("site-roles/", {**body, "role": str(plain.pk)})
    assert given.status_code == 201, given.json()
    assert send(f"site-roles/{given.json()['id']}/end/", {"ends_on": "2026-03-05"}).json()["ends_on"] == "2026-03-05"
    assert send(f"site-roles/{given.json()['id']}/end/", {"ends_on": "2026-03-01"}).status_code == 204
    assert not SiteRole.objects.filter(role=plain).exists()


def test_what_roles_allow_is_decided_by_a_person(site):
    body = {"key": "lead", "name": "Lead", "permissions": ["session.view"]}
    assert send("roles/", body).status_code == 403
    caller = calling_as(make_staff("site_admin", site=site))
    made = caller.post(f"{URL}roles/", body, format="json")
    assert made.status_code == 201, made.json()
    url = f"{URL}roles/{made.json()['id']}/"
    wanted = {"permissions": ["session.run"], "version": made.json()["version"]}
    changed = caller.patch(url, wanted, format="json")
    assert (changed.json()["permissions"], changed.json()["version"]) == (["session.run"], 2)
    assert changed["ETag"].startswith('"2-')
    assert caller.patch(url, wanted, format="json").status_code == 409
    assert caller.patch(url, {"name": "Leader"}, format="json").json()["errors"][0]["pointer"] == "#/version"
    assert (
        caller.patch(url, {"name": "Leader"}, format="json", headers={"If-Match": changed["ETag"]}).status_code == 200
    )


def test_leaving_is_previewed_and_then_done(site):
    staff = make_staff("counselor", site=site)
    # What it would end names people's work: it is laid out for a colleague, not for a program.
    assert send(f"staff/{staff.pk}/leave/preview/", {"left_on": "2026-03-02"}).status_code == 403
    admin = calling_as(StaffMember.objects.get(site_roles__role__key="site_admin"))
    seen = admin.post(f"{URL}staff/{staff.pk}/leave/preview/", {"left_on": "2026-03-02"}, format="json")
    assert seen.status_code == 200, seen.json()
    assert seen.json()["consequences"]
    assert StaffMember.objects.get(pk=staff.pk).left_on is None
    done = send(f"staff/{staff.pk}/leave/", {"left_on": "2026-03-02"})
    assert done.status_code == 200, done.json()
    assert (done.json()["left_on"], done.json()["may_sign_in"]) == ("2026-03-02", False)
    assert send(f"staff/{staff.pk}/leave/", {"left_on": "2026-03-02"}, "clinic:read").status_code == 403


def test_a_kind_of_licence_is_added_once_and_changed(site):
    body = {"code": "CADC", "name": "Certified counselor", "may_lead": True}
    made = send("credential-kinds/", body)
    assert made.status_code == 201, made.json()
    assert send("credential-kinds/", body).status_code == 400
    answer = change(f"credential-kinds/{made.json()['id']}/", {"may_sign": True}).json()
    assert (answer["may_sign"], answer["may_lead"], answer["name"]) == (True, True, "Certified counselor")


def test_lists_answer(site):
    for path in (
        "organizations/", "sites/", "opening-hours/", "closures/?expand=site", "site-profiles/", "settings/", "on-call-shifts/",
        "staff/?here=true", "staff-credentials/", "credential-kinds/", "site-roles/?on=2026-03-02&expand=staff,role", "roles/",
    ):  # fmt: skip
        answer = calling_with(*BOTH).get(URL + path)
        assert answer.status_code == 200, (path, answer.json())
