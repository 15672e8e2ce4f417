"""What the OpenAPI schema says beyond what the framework reads by itself: verbs, headers, chosen fields, problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from drf_standardized_errors.openapi import AutoSchema

from iop.api.problems import MEDIA_TYPE, Problem

if TYPE_CHECKING:
    from iop.api.verbs import Spec

IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER,
    description="Sent again with the same key within a day, the call happens once and is answered alike.",
    pattern=r"^[!-~]{1,255}$",
)  # fmt: skip
IF_MATCH = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER,
    description="The ETag that was read; another state is answered 412 and nothing is overwritten. Stands in for `version`.",
    pattern=r"^[ -~]+$",
)  # fmt: skip
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description="An ETag that is known already: then 304.",
    pattern=r"^[ -~]+$",
)  # fmt: skip


class Schema(AutoSchema):
    """Documents verbs with their bodies and answers, and every refusal as the one shape it has."""

    view: Any

    @property
    def spec(self) -> Spec | None:
        """Give what a verb of ``iop.api.verbs`` says of itself."""
        handler = getattr(self.view, getattr(self.view, "action", None) or "", None)
        spec: Spec | None = getattr(handler, "spec", None)
        return spec

    def get_request_serializer(self) -> Any:
        """Name the body of a verb."""
        return self.spec.takes if self.spec else super().get_request_serializer()

    def get_response_serializers(self) -> Any:
        """Name the answer of a verb with its status."""
        spec = self.spec
        if spec is None:
            return super().get_response_serializers()
        if spec.status == 204 or (not spec.detail and spec.status == 200 and spec.gives is None):
            return {204: None}
        if spec.gives is not None:
            return {spec.status: getattr(spec.gives, "detail_class", None) or spec.gives.serializer_class}
        return {spec.status: self.view.get_serializer_class()}

    def get_override_parameters(self) -> list[Any]:
        """Add the headers of writing and reading, and which fields may be chosen."""
        told = list(super().get_override_parameters())
        if not hasattr(self.view, "read_scope"):
            return told
        if self.method == "POST":
            told.append(IDEMPOTENCY)
        elif self.method == "GET" and self.view.action in ("list", "retrieve"):
            told += self._chosen()
        if self.spec is not None and self.spec.detail:
            told.append(IF_MATCH)
        if getattr(self.view, "action", "") == "retrieve":
            told.append(IF_NONE_MATCH)
        return told

    def get_tags(self) -> list[str]:
        """Group the addresses by what they are about."""
        return [getattr(self.view, "basename", None) or super().get_tags()[0]]

    def _chosen(self) -> list[OpenApiParameter]:
        shown = list(getattr(self.view.get_serializer_class()(), "fields", {}))
        offered = [("fields", [name for name in shown if name != "id"], "Give these fields alone, and the id.")]
        if self.view.expands:
            offered.append(("expand", list(self.view.expands), "Give what these ids stand for under `expanded`."))
        return [
            OpenApiParameter(
                name, {"type": "array", "items": {"type": "string", "enum": known}}, OpenApiParameter.QUERY,
                description=words, style="form", explode=False,
            )
            for name, known, words in offered
            if known
        ]  # fmt: skip

    def _get_response_for_code(
        self, serializer: Any, status_code: str, media_types: list[str] | None = None, direction: str = "response"
    ) -> Any:
        if serializer is Problem:
            media_types = [MEDIA_TYPE]
        return super()._get_response_for_code(serializer, status_code, media_types, direction)


def only_ids_are_always_there(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Say of rows that may be asked for by ``fields`` that their id alone is always there, and what ``expand`` adds."""
    schemas = result.get("components", {}).get("schemas", {})
    for path in result.get("paths", {}).values():
        asked = path.get("get", {})
        names = {parameter.get("name") for parameter in asked.get("parameters", [])}
        if "fields" in names:
            for name in _rows_of(asked, schemas):
                _loosen(schemas[name], "expand" in names)
    return result


def _rows_of(asked: dict[str, Any], schemas: dict[str, Any]) -> list[str]:
    answer = asked.get("responses", {}).get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
    name = answer.get("$ref", "").rpartition("/")[2]
    inside = schemas.get(name, {}).get("properties", {}).get("results", {}).get("items", {}).get("$ref", "")
    return [found for found in (inside.rpartition("/")[2] or name,) if found in schemas]


def _loosen(schema: dict[str, Any], expands: bool) -> None:
    if "id" in schema.get("properties", {}):
        schema["required"] = ["id"]
    else:
        schema.pop("required", None)
    if expands:
        schema["properties"]["expanded"] = {
            "type": "object", "additionalProperties": {"type": ["object", "null"]}, "readOnly": True,
            "description": "What was asked for by `expand`, by field.",
        }  # fmt: skip
