"""Roles: making the first ones, and changing what one allows."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.access.models import Role
from iop.access.policies import may_edit_roles
from iop.access.starting_roles import STARTING_ROLES
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, require, require_current
from iop.core.words import say

CHANGED = say("Somebody else changed this role meanwhile. Look at it again; nothing of theirs was overwritten.")


@transaction.atomic
def ensure_roles(*, by: Actor) -> dict[str, Role]:
    """Make the starting roles that do not exist yet, and give all of them by key. Roles that a clinic changed stay so."""
    known = set(Role.objects.values_list("key", flat=True))
    missing = [
        Role(
            key=item.key,
            name=item.name,
            description=item.description,
            permissions=[str(permission) for permission in item.permissions],
            is_clinical=item.is_clinical,
            position=position,
        )
        for position, item in enumerate(STARTING_ROLES)
        if item.key not in known
    ]
    if missing:
        Role.objects.bulk_create(missing, ignore_conflicts=True)
        record(by=by, verb="access.roles_made", subject=None, detail={"roles": [role.key for role in missing]})
    return {role.key: role for role in Role.objects.all()}


@transaction.atomic
def add_role(
    *, by: Actor, key: str, name: str, description: str, permissions: Iterable[str], is_clinical: bool = False
) -> Role:
    """Make a role of the clinic's own. ``key`` is its short code, which never changes."""
    require(may_edit_roles(by))
    if Role.objects.filter(key=key).exists():
        raise Conflict(say("Another role already has this short code."), field="key")
    role = Role.objects.create(
        key=key, name=name, description=description, permissions=_known(permissions), is_clinical=is_clinical,
        position=Role.objects.count(),
    )  # fmt: skip
    record(by=by, verb="access.role_added", subject=role, detail={"key": key, "permissions": role.permissions})
    return role


@transaction.atomic
def change_role(
    *,
    by: Actor,
    role_id: uuid.UUID,
    name: str,
    description: str,
    permissions: Iterable[str],
    version: int | None = None,
) -> Role:
    """Change what a role is called and allows. It holds at once for everybody who has the role.

    The roles together must go on allowing somebody to change staff and roles, or the clinic would be locked out of itself.
    ``version`` is the one that was read; somebody else's change meanwhile raises ``Stale``.
    """
    require(may_edit_roles(by))
    roles = {role.pk: role for role in Role.objects.select_for_update().order_by("pk")}
    role = roles[role_id]
    require_current(role.version, version, CHANGED)
    before, after = set(role.permissions), set(_known(permissions))
    if Permission.STAFF_EDIT in before - after and by.role_keys and _is_only_way_in(by, role, list(roles.values())):
        raise Conflict(say("You would lock yourself out: this is the role by which you change staff and roles."))
    role.name, role.description, role.permissions = name, description, sorted(after)
    role.version += 1
    role.save()
    record(
        by=by, verb="access.role_changed", subject=role,
        detail={"key": role.key, "added": sorted(after - before), "removed": sorted(before - after)},
    )  # fmt: skip
    return role


def _is_only_way_in(by: Actor, role: Role, roles: list[Role]) -> bool:
    held = {key for keys in by.role_keys.values() for key in keys}
    return not any(
        other.key in held and Permission.STAFF_EDIT in other.permissions for other in roles if other.pk != role.pk
    )


def _known(permissions: Iterable[str]) -> list[str]:
    wanted = {str(item) for item in permissions}
    if not wanted <= set(Permission.values):
        raise Invalid(say("Choose permissions from the list."), field="permissions")
    return sorted(wanted)
