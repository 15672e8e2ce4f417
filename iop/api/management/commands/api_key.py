"""``manage.py api_key create --name NAME --scopes "…"`` prints a key once; ``list``, ``replace`` and ``revoke`` keep order.

Without ``--party`` the key is the clinic's own service. With one, ``--agreement`` says what the party does for the program;
without an agreement in force it reads about those clients alone whose consent names it.
"""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from clients.actions.parties import add_party
from clients.choices import PartyKind, Purpose
from clients.models import RecipientParty
from iop.access.actors import SYSTEM
from iop.api import actions, keys
from iop.api.choices import Scope
from iop.api.models import IntegrationKey
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Refusal

LONGEST_DAYS = 36_500
"""What a calendar can be asked for; how long a key may hold at most is the clinic's setting."""


class Command(BaseCommand):
    """Keys for integrations."""

    help = "Make, list, replace and revoke API keys. A key is printed once and kept only as a hash."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the four verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="make a key and print it once")
        create.add_argument("--name", required=True)
        create.add_argument("--scopes", required=True, help=f"space-separated, of: {' '.join(Scope.values)}")
        _add_life(create)
        create.add_argument("--site", action="append", default=[], help="a site's code; without one, all sites")
        create.add_argument(
            "--party", default="", help="who reads through it: the id or name of a recipient kept or to be kept"
        )
        create.add_argument(
            "--party-kind", default="service", choices=PartyKind.values, help="of a recipient to be kept"
        )
        create.add_argument(
            "--agreement", default="", help="which services the party does for the program, by agreement"
        )
        create.add_argument("--purpose", default="operations", choices=Purpose.values)
        verbs.add_parser("list", help="show all keys, without their secrets")
        replace = verbs.add_parser(
            "replace", help="make the next key and print it once; the one before goes on for a day"
        )
        replace.add_argument("prefix")
        _add_life(replace)
        revoke = verbs.add_parser("revoke", help="end a key at once")
        revoke.add_argument("prefix")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the one that was asked for, and say a refusal as a sentence."""
        try:
            getattr(self, f"_{options['verb']}")(options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def _create(self, options: dict[str, Any]) -> None:
        sites = list(Site.objects.filter(code__in=options["site"]))
        if len(sites) != len(set(options["site"])):
            raise CommandError("There is no site with that code.")
        _, text = actions.create_key(
            by=SYSTEM,
            name=options["name"],
            scopes=options["scopes"].replace(",", " ").split(),
            until=_until(options),
            sites=sites,
            party=_party(options["party"], options["party_kind"]) if options["party"] else None,
            agreement=options["agreement"],
            purpose=options["purpose"],
            at=clock.now(),
        )
        self._print(text)

    def _list(self, options: dict[str, Any]) -> None:
        for key in IntegrationKey.objects.order_by("created"):
            state = "revoked" if key.revoked else "expired" if key.has_expired else "live"
            until = f"until {keys.last_day(key.expiry_date)}" if key.expiry_date else "without end"
            used = f"{key.last_used_at:%Y-%m-%d %H:%M} UTC" if key.last_used_at else "never used"
            self.stdout.write(f"{key.prefix}  {state:8}  {until:16}  {used:20}  {key.name}  {' '.join(key.scopes)}")

    def _replace(self, options: dict[str, Any]) -> None:
        key = _live(options["prefix"])
        _, text = actions.replace_key(by=SYSTEM, key=key, until=_until(options), at=clock.now())
        self._print(text)
        self.stderr.write(f"{key.prefix} goes on for a day.")

    def _revoke(self, options: dict[str, Any]) -> None:
        actions.revoke_key(by=SYSTEM, key=_live(options["prefix"]), at=clock.now())
        self.stdout.write("Revoked.")

    def _print(self, text: str) -> None:
        self.stdout.write(text)
        self.stderr.write("Keep it safe: it is not shown again.")


def _add_life(parser: ArgumentParser) -> None:
    life = parser.add_mutually_exclusive_group()
    life.add_argument(
        "--until", default="", help="the last day on which it holds, such as 2027-05-31; a year when missing"
    )
    life.add_argument("--days", type=int, help="instead: for how many days it holds")


def _until(options: dict[str, Any]) -> dt.date | None:
    """Read until when a key is to hold; none when nothing was said."""
    if options["days"] is not None:
        if not 1 <= options["days"] <= LONGEST_DAYS:
            raise CommandError("Every key has an end: name a number of days from 1 on, or the last day with --until.")
        return clock.today(keys.ZONE) + dt.timedelta(days=options["days"])
    try:
        return dt.date.fromisoformat(options["until"]) if options["until"] else None
    except ValueError as wrong:
        raise CommandError("Write the day as 2027-05-31.") from wrong


def _live(prefix: str) -> IntegrationKey:
    key = IntegrationKey.objects.filter(prefix=prefix, revoked=False).first()
    if key is None:
        raise CommandError("There is no live key with that prefix. `api_key list` shows them.")
    return key


def _party(named: str, kind: str) -> RecipientParty:
    """Find a kept recipient by id or name, or keep a new one."""
    kept = RecipientParty.objects.filter(is_active=True)
    try:
        found = kept.filter(pk=UUID(named)).first()
    except ValueError:
        found = kept.filter(name=named).first()
        return found or add_party(by=SYSTEM, kind=kind, name=named, at=clock.now())
    if found is None:
        raise CommandError("There is no recipient with that id.")
    return found
