"""What a caller's scopes open. They decide which resources may be read and searched, and never widen the gate."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from rest_framework.exceptions import PermissionDenied

from iop.access.actors import SYSTEM, Actor
from iop.api.callers import Caller
from iop.api.oauth import smart
from iop.core.words import say, sentence
from iop.fhir.matching import NOTHING
from iop.fhir.specs import Source, Spec

NOT_YOURS = say("Your role does not open this.")


@dataclass(frozen=True)
class Reach:
    """Who calls and what their scopes are. Staff in their browser have none: their roles decide."""

    actor: Actor
    caller: Caller | None

    @property
    def context(self) -> str:
        """Say which scopes count: those of a client's own app, of a colleague's token, or of an integration for itself."""
        assert self.caller is not None
        if self.caller.client_id is not None:
            return "patient"
        return "user" if self.caller.by_staff else "system"

    @property
    def rows_as(self) -> Actor:
        """As whom rows are looked for. A client's own app is held to that client's rows at the way out."""
        return SYSTEM if self.caller is not None and self.caller.client_id is not None else self.actor

    def refusal(self, spec: Spec, way: str) -> PermissionDenied | None:
        """Say why a resource may not be read (``r``) or searched (``s``); none when it may."""
        if self.caller is not None and not self._scopes(spec, way):
            needed = f"{self.context}/{spec.kind}.{way}"
            return PermissionDenied(str(sentence(say("This needs the scope {scope}."), scope=needed)))
        acts_for_itself = self.caller is not None and not self.caller.by_staff
        if acts_for_itself or all(self.actor.can(permission) for permission in spec.needs):
            return None
        return PermissionDenied(str(NOT_YOURS))

    def within_categories(self, spec: Spec, source: Source, way: str) -> Q:
        """Keep what the scopes' categories open; everything when one scope names none."""
        if self.caller is None:
            return Q()
        categories = {scope.category for scope in self._scopes(spec, way)}
        if not categories or "" in categories:
            return Q()
        match = source.matches.get("category")
        return match.asked("category", ",".join(sorted(categories))) if match else NOTHING

    def _scopes(self, spec: Spec, way: str) -> list[smart.SmartScope]:
        assert self.caller is not None
        read = [smart.read(text) for text in self.caller.scopes]
        return [
            scope for scope in read
            if scope and scope.context == self.context and scope.resource in (spec.kind, "*")
            and (scope.reads if way == "r" else scope.searches)
        ]  # fmt: skip
