"""How rows about clients leave through an interface: the ground for each, what may be told, and what is written down."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.db import models

from clients import gate
from clients.choices import Ground, Information, SentKind
from clients.gate import Recipient
from iop.access.actors import Actor
from iop.api.callers import Caller
from iop.audit.recorder import record
from iop.core.basis import Basis, own_use, to_the_client


class Exit:
    """The way out for whoever calls: for staff own use, for a client's own app their own copy, for others agreement or consent.

    ``notices`` collects the headers that must go along with what left on consent (42 CFR 2.32).
    """

    def __init__(self, actor: Actor, caller: Caller | None, at: Any) -> None:
        self.actor, self.caller, self.at = actor, caller, at
        self.notices: dict[str, str] = {}
        self.was_read = False
        self._served: dict[frozenset[Information], Basis | None] = {}

    @cached_property
    def recipient(self) -> Recipient:
        """Name the party behind the caller."""
        assert self.caller is not None
        return Recipient.integration(self.caller.integration.pk, self.caller.integration.party)

    def serving(self, information: Sequence[Information]) -> Basis | None:
        """Give the ground of a party that serves the program by agreement; none for one that needs each client's consent.

        Asked once a call for each set of kinds.
        """
        if self.caller is None or self.caller.client_id is not None:
            return None
        told = frozenset(information) or frozenset({Information.PRESENCE})
        if told not in self._served:
            self._served[told] = gate.served(
                to=self.recipient, purpose=self.caller.integration.purpose, information=told, at=self.at
            )
        return self._served[told]

    def open_rows(
        self, rows: models.QuerySet[Any], path: str | None, information: Sequence[Information]
    ) -> models.QuerySet[Any]:
        """Keep, for a party that needs consents, the rows of clients whose consent stands: the others look like none."""
        if self.caller is None or path is None:
            return rows
        field = path.replace(".", "__")
        if self.caller.client_id is not None:
            return rows.filter(**{field: self.caller.client_id})
        if self.serving(information):
            return rows
        open_to = gate.open_to(
            party_id=self.caller.integration.party_id, purpose=self.caller.integration.purpose,
            information=information, at=self.at,
        )  # fmt: skip
        return rows.filter(**{f"{field}__in": open_to})

    def grounds(
        self, client_ids: set[uuid.UUID], name: str, information: Sequence[Information], *, may_serve: bool = True
    ) -> dict[uuid.UUID, Basis]:
        """Name the ground for each client who may be told of; the others are left out. Consents are held until written down.

        ``may_serve`` false decides client by client even for a party that serves by agreement.
        """
        if self.caller is None:
            return dict.fromkeys(client_ids, own_use("operations", name))
        if self.caller.client_id is not None:
            return dict.fromkeys(client_ids & {self.caller.client_id}, to_the_client("own_app", name))
        serving = self.serving(information) if may_serve else None
        if serving:
            return dict.fromkeys(client_ids, serving)
        found = gate.decide(
            client_ids=client_ids, to=self.recipient, purpose=self.caller.integration.purpose, information=information,
            at=self.at, hold=True,
        )  # fmt: skip
        return {client_id: basis for client_id, basis in found.items() if isinstance(basis, Basis)}

    def note(
        self,
        name: str,
        told: Sequence[tuple[uuid.UUID, models.Model | tuple[str, uuid.UUID], Any]],
        bases: Mapping[uuid.UUID, Basis],
    ) -> None:
        """Write down what left (client, the row or its kind and id, what was told) and that it was read."""
        if not told:
            return
        if self.caller:
            self._write_down(name, told, bases)
        some = next(iter(bases.values()))
        detail = {"count": len(told), "ground": some.ground}
        if self.caller and self.caller.by_staff:
            detail["integration"] = str(self.caller.integration.pk)
        record(by=self.actor, verb=f"api.{name}_read", subject=None, clients=set(bases), detail=detail)
        self.was_read = True

    def _write_down(
        self,
        name: str,
        told: Sequence[tuple[uuid.UUID, models.Model | tuple[str, uuid.UUID], Any]],
        bases: Mapping[uuid.UUID, Basis],
    ) -> None:
        records: dict[uuid.UUID, list[tuple[str, uuid.UUID]]] = {}
        content: dict[uuid.UUID, list[Any]] = {}
        for client_id, row, drawn in told:
            records.setdefault(client_id, []).append(_named(row))
            content.setdefault(client_id, []).append(drawn)
        gate.release_many(
            by=self.actor, basis_by_client=bases, sent_as=SentKind.API, records_by_client=records, content=content,
            at=self.at, description=name,
        )  # fmt: skip
        some = next(iter(bases.values()))
        if some.ground == Ground.CONSENT:
            self.notices["Redisclosure-Notice"] = gate.notice_text(some, sent_as=SentKind.API)
            self.notices["Consent-Scope"] = f"purpose={some.purpose}; information={','.join(some.scope)}"


def client_of(row: Any, path: str) -> uuid.UUID:
    """Follow a path from a row to the client it is about."""
    client_id: uuid.UUID = attrgetter(path)(row)
    return client_id


def _named(row: models.Model | tuple[str, uuid.UUID]) -> tuple[str, uuid.UUID]:
    return row if isinstance(row, tuple) else (row._meta.label_lower, row.pk)
