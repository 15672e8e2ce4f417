"""Which resources are offered: one module each in ``iop.fhir.resources``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from iop.api.oauth.smart import RESOURCES
from iop.fhir import resources
from iop.fhir.specs import Spec


@cache
def specs() -> dict[str, Spec]:
    """Give every resource by its kind, in the order in which SMART scopes name them."""
    found = {}
    for module in iter_modules(resources.__path__):
        spec = getattr(import_module(f"{resources.__name__}.{module.name}"), "SPEC", None)
        if spec is not None:
            found[spec.kind] = spec
    return {kind: found[kind] for kind in RESOURCES if kind in found}


def spec_of(kind: str) -> Spec | None:
    """Find a kind of resource; none when it is not offered."""
    return specs().get(kind)
