"""The demo's story of who else is connected: a laboratory, the state's exchange, an app that clients may allow."""

from __future__ import annotations

import datetime as dt
import json
from random import Random

from clients.actions.parties import add_party
from clients.choices import PartyKind, Purpose
from iop.access.actors import SYSTEM
from iop.api import actions
from iop.api.oauth import actions as oauth
from iop.api.webhooks import actions as webhooks
from iop.core import clock
from iop.demo.clinic import Clinic

LABORATORYS_KEY = {
    "kty": "EC", "crv": "P-384", "kid": "2026-11", "alg": "ES384", "use": "sig",
    "x": "idh3Qsw8xFv32XVbQG1AZ7jsS5lXZGaY5lg4HVAO_7ijmKpB-jYfR65tBDP9cNCt",
    "y": "YCX22i3Zi2l47KsXcCfCZo0oYXwsLOQgOmV_HSJti7gO5JesufjWiAg9AqlUPiZR",
}  # fmt: skip
"""The public half of a pair whose private half nobody kept: it signs nothing."""


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Connect them six weeks ago."""
    at = now - dt.timedelta(weeks=6)
    with clock.frozen(at):
        lab = actions.add_integration(
            by=SYSTEM,
            name="Harbor Laboratory",
            at=at,
            party=add_party(by=SYSTEM, kind=PartyKind.SERVICE, name="Harbor Laboratory", at=at),
            agreement="Analyses samples and reports results",
            purpose=Purpose.TREATMENT,
            networks=["203.0.113.0/24"],
        )
        actions.add_key(
            by=SYSTEM, integration=lab, scopes=["tests:read", "tests:write", "clients:read", "changes:read"], at=at
        )
        webhooks.add_webhook(
            by=SYSTEM,
            integration=lab,
            url="https://hooks.harbor-lab.example/iop",
            at=at,
            events=["therapy.*"],
        )
        oauth.add_application(
            by=SYSTEM,
            integration=lab,
            name="Nightly results",
            grant=oauth.FOR_ITSELF,
            at=at,
            scopes=["system/Observation.rs", "system/Patient.rs"],
            keys=oauth.Keys(pasted=json.dumps({"keys": [LABORATORYS_KEY]})),
        )
        phone = actions.add_integration(
            by=SYSTEM,
            name="My Health Folder",
            at=at,
            party=add_party(by=SYSTEM, kind=PartyKind.PROVIDER, name="My Health Folder", at=at),
            purpose=Purpose.REQUEST,
        )
        oauth.add_application(
            by=SYSTEM,
            integration=phone,
            name="My Health Folder",
            grant=oauth.FOR_PEOPLE,
            keeps_secrets=False,
            at=at,
            scopes=["patient/*.rs", "launch/patient", "offline_access"],
            redirect_uris=["https://folder.example/back", "http://localhost:8765/back"],
        )
