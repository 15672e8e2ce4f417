"""What an integration may be allowed, in the words of ``manage.py api_key create --scopes``."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from iop.access.choices import Permission


class Scope(models.TextChoices):
    CLIENTS_READ = "clients:read", _("Read clients, episodes and placements")
    CLIENTS_WRITE = "clients:write", _("Register clients and change their details")
    SCHEDULE_READ = "schedule:read", _("Read sites, levels, programs, tracks and enrolments")
    ENROLMENTS_WRITE = "enrolments:write", _("Enrol, pause and end enrolments")
    SESSIONS_READ = "sessions:read", _("Read treatment days, rosters and attendance")
    ATTENDANCE_WRITE = "attendance:write", _("Take attendance")


GRANTED_BY: dict[str, frozenset[str]] = {
    Scope.CLIENTS_READ: frozenset({Permission.CLIENT_VIEW}),
    Scope.CLIENTS_WRITE: frozenset({Permission.CLIENT_VIEW, Permission.CLIENT_EDIT}),
    Scope.SCHEDULE_READ: frozenset({Permission.SESSION_VIEW}),
    Scope.ENROLMENTS_WRITE: frozenset({Permission.CLIENT_VIEW, Permission.SESSION_VIEW, Permission.ENROL}),
    Scope.SESSIONS_READ: frozenset({Permission.SESSION_VIEW}),
    Scope.ATTENDANCE_WRITE: frozenset({Permission.SESSION_VIEW, Permission.SESSION_RUN}),
}
"""The permissions that a scope lends to the integration's actor, so that policies need not know about scopes."""

NEEDED_FOR: dict[str, frozenset[str]] = {
    Scope.CLIENTS_READ: frozenset({Permission.CLIENT_VIEW}),
    Scope.CLIENTS_WRITE: frozenset({Permission.CLIENT_EDIT}),
    Scope.SCHEDULE_READ: frozenset({Permission.SESSION_VIEW}),
    Scope.ENROLMENTS_WRITE: frozenset({Permission.ENROL}),
    Scope.SESSIONS_READ: frozenset({Permission.SESSION_VIEW}),
    Scope.ATTENDANCE_WRITE: frozenset({Permission.SESSION_RUN}),
}
"""The permissions signed-in staff need for what a scope opens."""
