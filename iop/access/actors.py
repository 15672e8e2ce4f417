"""Who is acting, with what they may do, read once a request and handed to every policy and action as ``by``."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from iop.access.choices import Permission
from iop.audit.choices import ActorKind


@dataclass(frozen=True)
class Place:
    """A site as the frame of a page needs it: which, what it is called, and by which wall clock it lives."""

    id: uuid.UUID
    name: str
    time_zone: str


@dataclass(frozen=True)
class Actor:
    """A person, an integration or the system itself.

    ``grants`` maps a site's id to the permissions held there, ``role_keys`` to the keys of the roles that grant them,
    ``places`` are those sites by name, ``organization`` is the clinic's name for the frame of a page. ``staff_id`` is the
    ``clinic.StaffMember`` acting, none for integrations and the system. ``display_name`` and ``credential`` are what a
    signature shows.
    """

    kind: ActorKind
    id: uuid.UUID | None = None
    staff_id: uuid.UUID | None = None
    display_name: str = ""
    credential: str = ""
    grants: Mapping[uuid.UUID, frozenset[str]] = field(default_factory=dict)
    role_keys: Mapping[uuid.UUID, frozenset[str]] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    organization: str = ""
    is_system: bool = False
    scopes: frozenset[str] = frozenset()
    caseload_sites: frozenset[uuid.UUID] = frozenset()
    """Sites where this colleague reaches their own caseload alone (``access.caseload_only``)."""
    client_id: uuid.UUID | None = None
    """The client who is signed in from outside, and nobody else's anything (``clients.portal.is_own``)."""
    person_id: uuid.UUID | None = None
    """The related person who is signed in from outside."""

    def can(self, permission: Permission | str, site_id: uuid.UUID | None = None) -> bool:
        """Say whether the permission is held at the site, or at any site when none is named."""
        if self.is_system:
            return True
        if site_id is not None:
            return permission in self.grants.get(site_id, frozenset())
        return any(permission in held for held in self.grants.values())

    def sites_where(self, permission: Permission | str) -> frozenset[uuid.UUID]:
        """Name the sites at which the permission is held. The system holds all and is asked elsewhere."""
        return frozenset(site for site, held in self.grants.items() if permission in held)

    @property
    def site_ids(self) -> frozenset[uuid.UUID]:
        """Name the sites at which anything at all is held."""
        return frozenset(self.grants)


SYSTEM = Actor(kind=ActorKind.SYSTEM, is_system=True, display_name="IOP")
"""The clinic's own background work."""
