"""Roles are rows: made once, changed by administrators, and never so that nobody could change them again."""

import pytest
from django.urls import reverse

from iop.access.actions import add_role, change_role, ensure_roles
from iop.access.actors import SYSTEM
from iop.access.choices import Permission
from iop.access.models import Role
from iop.access.starting_roles import STARTING_ROLES
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed
from tests.factories.ground import make_actor, make_site, make_staff, sign_in

pytestmark = pytest.mark.django_db


def test_the_nine_roles_are_made_with_descriptions():
    roles = ensure_roles(by=SYSTEM)
    assert set(roles) == {
        "counselor", "therapist", "medical", "case_manager", "intake", "biller", "clinical_director", "site_admin",
        "privacy_officer",
    }  # fmt: skip
    assert all(len(role.description) > 60 for role in roles.values())


def test_making_them_again_changes_nothing_that_a_clinic_changed():
    biller = ensure_roles(by=SYSTEM)["biller"]
    change_role(by=SYSTEM, role_id=biller.pk, name="Finance", description="x", permissions=[])
    assert ensure_roles(by=SYSTEM)["biller"].name == "Finance"
    assert Role.objects.count() == len(STARTING_ROLES)


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_held_by_some_starting_role(permission):
    assert any(permission in role.permissions for role in STARTING_ROLES)


@pytest.mark.parametrize(("key", "never"), [
    ("biller", Permission.NOTE_VIEW), ("intake", Permission.NOTE_VIEW), ("site_admin", Permission.CLIENT_VIEW),
    ("site_admin", Permission.NOTE_VIEW), ("counselor", Permission.AUDIT_VIEW),
])  # fmt: skip
def test_nobody_begins_with_more_than_they_need(key, never):
    assert never not in next(role for role in STARTING_ROLES if role.key == key).permissions


def test_a_change_holds_at_once():
    site = make_site()
    actor = make_actor("biller", site=site)
    role = Role.objects.get(key="biller")
    change_role(by=SYSTEM, role_id=role.pk, name=role.name, description="x", permissions=[Permission.AUDIT_VIEW])
    from iop.clinic.actors import actor_of
    from iop.core import clock

    assert actor_of(actor.staff_id, clock.now()).can(Permission.AUDIT_VIEW, site.pk)


def test_a_change_is_on_the_record_with_what_came_and_went():
    role = ensure_roles(by=SYSTEM)["biller"]
    change_role(by=SYSTEM, role_id=role.pk, name="x", description="x", permissions=["client.view", "audit.view"])
    detail = AuditEvent.objects.get(verb="access.role_changed").detail
    was = next(role for role in STARTING_ROLES if role.key == "biller").permissions
    assert (detail["added"], detail["removed"]) == (["audit.view"], sorted(set(was) - {"client.view"}))


def test_an_administrator_cannot_lock_everybody_out():
    actor = make_actor("site_admin")
    role = Role.objects.get(key="site_admin")
    with pytest.raises(Conflict, match="lock yourself out"):
        change_role(by=actor, role_id=role.pk, name="x", description="x", permissions=["audit.view"])


def test_a_director_changes_no_role():
    actor = make_actor("clinical_director")
    with pytest.raises(NotAllowed):
        change_role(by=actor, role_id=Role.objects.get(key="biller").pk, name="x", description="x", permissions=[])


def test_an_unknown_permission_is_refused():
    role = ensure_roles(by=SYSTEM)["biller"]
    with pytest.raises(Invalid):
        change_role(by=SYSTEM, role_id=role.pk, name="x", description="x", permissions=["everything"])


def test_a_clinic_makes_a_role_of_its_own(client):
    sign_in(client, make_staff("site_admin", site=make_site()))
    client.post(
        reverse("role_add"),
        {"name": "Peer", "key": "peer", "description": "Lived experience.", "permissions": ["session.view"]},
    )
    assert Role.objects.get(key="peer").permissions == ["session.view"]


def test_a_short_code_is_taken_once():
    add_role(by=SYSTEM, key="peer", name="Peer", description="x", permissions=[])
    with pytest.raises(Conflict):
        add_role(by=SYSTEM, key="peer", name="Peer", description="x", permissions=[])


def test_the_editor_page_changes_a_role(client):
    sign_in(client, make_staff("site_admin", site=make_site()))
    role = Role.objects.get(key="biller") if Role.objects.filter(key="biller") else ensure_roles(by=SYSTEM)["biller"]
    client.post(
        reverse("role", args=[role.pk]), {"name": "Finance", "description": "Money.", "permissions": ["census.view"]}
    )
    role.refresh_from_db()
    assert (role.name, role.permissions) == ("Finance", ["census.view"])


def test_a_page_that_was_read_before_somebody_elses_change_overwrites_nothing_and_loses_nothing(client):
    sign_in(client, make_staff("site_admin", site=make_site()))
    role = ensure_roles(by=SYSTEM)["biller"]
    page = reverse("role", args=[role.pk])
    as_read = client.get(page).context["form"]["version"].value()
    change_role(by=SYSTEM, role_id=role.pk, name="Finance", description="Theirs.", permissions=[])
    answer = client.post(
        page, {"name": "Money desk", "description": "Ours.", "permissions": ["census.view"], "version": as_read}
    )
    assert answer.status_code == 422
    assert "Somebody else changed this role meanwhile" in answer.content.decode()
    assert 'value="Money desk"' in answer.content.decode()
    role.refresh_from_db()
    assert (role.name, role.version) == ("Finance", as_read + 1)
