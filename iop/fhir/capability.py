"""What the server says of itself, from the tables that serve the searches: it cannot promise what is not there."""

from __future__ import annotations

from typing import Any

from iop.api.oauth import smart
from iop.api.oauth.metadata import endpoints
from iop.fhir.asking import EVERYWHERE, PROVENANCE
from iop.fhir.elements import pruned
from iop.fhir.registry import specs
from iop.fhir.specs import Parameter, Spec

OAUTH_URIS = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"
RESTFUL_SECURITY = "http://terminology.hl7.org/CodeSystem/restful-security-service"
GUIDES = ["http://hl7.org/fhir/us/core/ImplementationGuide/hl7.fhir.us.core|6.1.0"]
"""The guides whose profiles and searches are followed. All of US Core's server is not promised: nothing is written here."""
BULK_DATA = "http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data"
MADE_ON = "2026-11-23"
BULK = "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/"
EXTRA_OPERATIONS: list[dict[str, str]] = [{"name": "export", "definition": f"{BULK}export"}]
"""Operations of the whole server: name and definition."""
KIND_OPERATIONS: dict[str, list[dict[str, str]]] = {
    "Patient": [
        {"name": "export", "definition": f"{BULK}patient-export"},
        {"name": "everything", "definition": "http://hl7.org/fhir/OperationDefinition/Patient-everything"},
    ],
    "DocumentReference": [
        {"name": "docref", "definition": "http://hl7.org/fhir/us/core/OperationDefinition/docref"},
    ],
}
"""Operations of one kind of resource."""
BINARY = {
    "type": "Binary", "documentation": "The file of a paper that a DocumentReference names, as it was uploaded.",
    "interaction": [{"code": "read"}],
}  # fmt: skip


def statement(base: str, site: str) -> dict[str, Any]:
    """Give the CapabilityStatement."""
    whole: dict[str, Any] = pruned(
        {
            "resourceType": "CapabilityStatement", "status": "active", "date": MADE_ON, "kind": "instance",
            "name": "IOP", "title": "Clinical record of the program, to read",
            "fhirVersion": "4.0.1", "format": ["application/fhir+json", "json"], "implementationGuide": GUIDES,
            "instantiates": [BULK_DATA],
            "software": {"name": "IOP", "version": "1"},
            "implementation": {"description": "FHIR R4, to read and to search", "url": base},
            "rest": [{
                "mode": "server",
                "documentation": (
                    "Whatever is about a client passes the clinic's disclosure gate (42 CFR part 2): who may not be told of "
                    "looks like nobody. Totals are not given. Links to pages are opaque."
                ),
                "security": _security(site),
                "resource": [*(_resource(spec) for spec in specs().values()), BINARY],
                "operation": EXTRA_OPERATIONS,
            }],
        }
    )  # fmt: skip
    return whole


def smart_configuration(site: str) -> dict[str, Any]:
    """Give the SMART configuration (SMART App Launch 2.2)."""
    return {
        **endpoints(site),
        "scopes_supported": sorted(smart.known()),
        "capabilities": [
            "client-public", "client-confidential-symmetric", "client-confidential-asymmetric",
            "context-standalone-patient", "launch-standalone", "permission-offline", "permission-patient", "permission-user", "permission-v2",
        ],
    }  # fmt: skip


def _security(site: str) -> dict[str, Any]:
    uris = {"authorize": "authorize", "token": "token", "introspect": "introspect", "revoke": "revoke"}
    return {
        "extension": [{
            "url": OAUTH_URIS,
            "extension": [{"url": name, "valueUri": f"{site}/oauth2/{end}/"} for name, end in uris.items()],
        }],
        "cors": True,
        "service": [{"coding": [{"system": RESTFUL_SECURITY, "code": "SMART-on-FHIR"}], "text": "OAuth2 (SMART on FHIR)"}],
    }  # fmt: skip


def _resource(spec: Spec) -> dict[str, Any]:
    includes = [f"{spec.kind}:{each.name}" for each in spec.includes]
    return {
        "type": spec.kind, "documentation": spec.about, "supportedProfile": list(spec.all_profiles),
        "interaction": [{"code": "read"}, {"code": "search-type"}], "versioning": "versioned",
        "readHistory": False, "updateCreate": False, "conditionalCreate": False, "conditionalRead": "not-match",
        "conditionalUpdate": False, "conditionalDelete": "not-supported",
        "searchInclude": includes, "searchRevInclude": [PROVENANCE] if _traced(spec) else [],
        "searchParam": [*(_everywhere(name) for name in EVERYWHERE), *map(_parameter, spec.parameters)],
        "operation": KIND_OPERATIONS.get(spec.kind, []),
    }  # fmt: skip


def _traced(spec: Spec) -> bool:
    return "Provenance" in specs() and spec.kind != "Provenance" and spec.bears_clients


def _everywhere(name: str) -> dict[str, str]:
    return {"name": name, "type": "token" if name == "_id" else "date"}


def _parameter(parameter: Parameter) -> dict[str, str]:
    return {"name": parameter.name, "type": parameter.type, "documentation": parameter.asks}
