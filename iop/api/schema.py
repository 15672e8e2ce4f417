"""What the OpenAPI schema says beyond what the framework reads by itself: verbs, headers, chosen fields, problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Choices
from drf_spectacular.plumbing import deep_import_string
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from drf_standardized_errors.openapi import AutoSchema
from rest_framework import serializers

from iop.api.problems import MEDIA_TYPE, TITLES, Problem

if TYPE_CHECKING:
    from iop.api.verbs import Spec

TITLED = frozenset(map(str, TITLES))
PROBLEM_CODES = {
    "400": "invalid", "401": "bad_key", "403": "not_allowed", "404": "not_found", "405": "method_not_allowed",
    "406": "not_acceptable", "409": "stale", "412": "precondition_failed", "415": "unsupported_media_type",
    "422": "idempotency_key_reused", "429": "throttled", "500": "error",
}  # fmt: skip
OURS = ("clients", "scheduling", "sessions_app", "therapy", "family", "billing", "iop")
TIME = r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?$"
ANY_WORDS, SOME_WORDS = r"^[^\x00]*$", r"^[^\x00]*[^\s\x00][^\x00]*$"
DEEPEST = 4
PLAIN = (
    serializers.CharField, serializers.ChoiceField, serializers.UUIDField, serializers.IntegerField, serializers.DateField,
    serializers.DateTimeField, serializers.TimeField, serializers.BooleanField, serializers.DecimalField,
)  # fmt: skip
"""Fields that are given as one value, which may be none."""
FORMATS = {
    "uuid": "0199f0c2-5a6b-7c3d-8e4f-5a6b7c8d9e0f", "date": "2026-03-02", "date-time": "2026-03-02T14:00:00Z",
    "time": "09:00:00", "uri": "https://example.org/", "email": "somebody@example.org", "decimal": "1.00", "byte": "SU9Q",
}  # fmt: skip
UNSEEN = OpenApiResponse(description="It is done; what came of it is not the caller's to see.")
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
            return {spec.status: getattr(spec.gives, "detail_class", None) or spec.gives.serializer_class, 204: UNSEEN}
        return {spec.status: self.view.get_serializer_class(), 204: UNSEEN}

    def get_override_parameters(self) -> list[Any]:
        """Add the headers of writing and reading, and which fields may be chosen."""
        told = list(super().get_override_parameters())
        if not hasattr(self.view, "read_scope"):
            return told
        if self.method == "POST":
            told.append(IDEMPOTENCY)
        elif self.method == "GET" and self.view.action in ("list", "retrieve") and self._is_usual():
            told += self._chosen()
        if self.spec is not None and self.spec.detail:
            told.append(IF_MATCH)
        if getattr(self.view, "action", "") == "retrieve":
            told.append(IF_NONE_MATCH)
        return told

    def _map_serializer_field(self, field: Any, direction: str, bypass_extensions: bool = False) -> Any:
        """Say of what is given, and only there, that it may be empty: the framework forgets it for what is only read."""
        if direction == "response":
            _loosened(field)
        told = super()._map_serializer_field(field, direction, bypass_extensions)
        return _exact(field, told, direction) if isinstance(told, dict) else told

    def _get_serializer_name(self, serializer: Any, direction: str, bypass_extensions: bool = False) -> str:
        """Name a shape by its class; when two areas have one of the same name, the second by its area too."""
        name = str(super()._get_serializer_name(serializer, direction, bypass_extensions))
        kind = serializer.child.__class__ if hasattr(serializer, "child") else serializer.__class__
        if SHAPES.setdefault(name, kind) is kind:
            return name
        noun = kind.__module__.rpartition(".")[2].title().replace("_", "")
        return f"{noun}{name}"

    def get_tags(self) -> list[str]:
        """Group the addresses by what they are about."""
        return [getattr(self.view, "basename", None) or super().get_tags()[0]]

    def _is_usual(self) -> bool:
        """Say whether the view gives its rows as all do, so that fields may be chosen."""
        own = getattr(type(self.view), self.view.action)
        return bool(own.__module__ == "iop.api.resources")

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


SHAPES: dict[str, type] = {}
"""Which class has which name in the schema."""


def _exact(field: Any, told: dict[str, Any], direction: str) -> dict[str, Any]:
    """Say what the framework leaves out: times without a zone, texts that may not be blank, lists that may not be empty."""
    if told.get("format") == "time":
        told = {**{name: value for name, value in told.items() if name != "format"}, "pattern": TIME}
    if direction == "response":
        if told.get("format") in ("uri", "email"):
            told = {name: value for name, value in told.items() if name != "format"}
        is_none = isinstance(field, serializers.Serializer) and field.default is None and not field.allow_null
        return {"oneOf": [told, {"type": "null"}]} if is_none else told
    if isinstance(field, serializers.CharField) and told.get("type") in ("string", ["string", "null"]):
        told = {"pattern": ANY_WORDS if field.allow_blank else SOME_WORDS, **told}
        return told if field.allow_blank else {"minLength": 1, **told}
    if isinstance(field, serializers.DecimalField) and field.min_value is not None and field.min_value >= 0:
        return {name: value.replace("^-?", "^") if name == "pattern" else value for name, value in told.items()}
    most = getattr(field, "max_length", None)
    if isinstance(field, serializers.ListSerializer) and most is not None:
        told = {"maxItems": most, **told}
    if getattr(field, "allow_empty", True) is False and told.get("type") == "array":
        return {"minItems": 1, **told}
    return told


def _loosened(field: Any) -> None:
    if isinstance(field, serializers.ChoiceField) and not all(isinstance(value, str) for value in field.choices):
        return
    if getattr(field, "default", None) is None and isinstance(field, PLAIN):
        field.allow_null = True
    if isinstance(field, serializers.ChoiceField | serializers.CharField):
        column = _column_of(field)
        if column is not None and column.blank and not isinstance(column, models.ForeignKey):
            field.allow_blank = True


def _column_of(field: Any) -> Any:
    """Find the column that a field of an answer shows, following a path through relations."""
    model = getattr(getattr(getattr(field, "parent", None), "Meta", None), "model", None)
    column = None
    for name in str(getattr(field, "source", "") or "").split("."):
        try:
            column = model._meta.get_field(name) if model is not None else None
        except FieldDoesNotExist:
            return None
        model = getattr(column, "related_model", None)
    return column


def name_the_lists(endpoints: list[Any], **kwargs: Any) -> list[Any]:
    """Give each list of choices of the house the name of its class, so that no two of one field's name are numbered through."""
    spectacular_settings.apply_patches({"ENUM_NAME_OVERRIDES": _names_of_choices()})
    return endpoints


def problems_once(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Write each refusal once, with an example as it really looks, instead of at every address."""
    shared = result.setdefault("components", {}).setdefault("responses", {})
    for path in result.get("paths", {}).values():
        for asked in path.values():
            answers = asked.get("responses", {}) if isinstance(asked, dict) else {}
            for code in [code for code in answers if code in TITLED]:
                name = f"Problem{code}"
                shared.setdefault(name, _problem(code))
                answers[code] = {"$ref": f"#/components/responses/{name}"}
    return result


def _names_of_choices() -> dict[str, Any]:
    """Name every list of choices: as the settings say, else by its class; two of one name by their module too, one list once."""
    named: dict[str, Any] = {}
    seen: set[tuple[tuple[Any, str], ...]] = set()
    told = spectacular_settings.user_settings.get("ENUM_NAME_OVERRIDES", {})
    wanted = [(name, deep_import_string(path) if isinstance(path, str) else path) for name, path in told.items()]
    kinds = sorted(_all_choices(Choices), key=lambda kind: (kind.__module__, kind.__name__))
    for name, kind in [*wanted, *((kind.__name__, kind) for kind in kinds)]:
        choices = getattr(kind, "choices", kind)
        pairs = [each if isinstance(each, tuple) else (each, each) for each in choices]
        listed = tuple((value, str(label)) for value, label in pairs if value not in ("", None))
        if not listed or listed in seen:
            continue
        seen.add(listed)
        noun = getattr(kind, "__module__", "").rpartition(".")[2].title().replace("_", "")
        named[name if name not in named else f"{noun}{name}"] = kind
    return named


def _all_choices(kind: type[Choices]) -> set[type[Choices]]:
    found = {each for below in kind.__subclasses__() for each in _all_choices(below)}
    ours = kind.__module__.startswith(OURS) and len(kind) > 0
    return found | {kind} if ours else found


def _problem(code: str) -> dict[str, Any]:
    title = TITLES[int(code)]
    example = {
        "type": "about:blank", "title": title, "status": int(code), "detail": title, "code": PROBLEM_CODES.get(code, "refused"),
        "errors": [{"detail": title, "code": PROBLEM_CODES.get(code, "refused")}],
    }  # fmt: skip
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": title,
        "content": {MEDIA_TYPE: {"schema": schema, "examples": {"problem": {"value": example}}}},
    }


def no_empty_choice(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Say "anything" where the framework says "one of anything and nothing", which nothing would then be twice."""
    _simplify(result.get("components", {}))
    return result


def _simplify(node: Any) -> None:
    if isinstance(node, dict):
        if {} in node.get("oneOf", ()) if isinstance(node.get("oneOf"), list) else False:
            del node["oneOf"]
        for inside in node.values():
            _simplify(inside)
    elif isinstance(node, list):
        for inside in node:
            _simplify(inside)


def with_examples(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Give each shape an example that fits it, made from its own description."""
    schemas = result.get("components", {}).get("schemas", {})
    for schema in schemas.values():
        if schema.get("type") == "object" and "examples" not in schema:
            schema["examples"] = [_example(schema, schemas, 0)]
    return result


def _example(schema: dict[str, Any], schemas: dict[str, Any], depth: int) -> Any:
    if "$ref" in schema:
        return _example(schemas.get(schema["$ref"].rpartition("/")[2], {}), schemas, depth)
    for many in ("oneOf", "allOf", "anyOf"):
        if schema.get(many):
            return _example(schema[many][0], schemas, depth)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "string")
    kind = next((each for each in kind if each != "null"), "null") if isinstance(kind, list) else kind
    if kind == "object":
        inside = schema.get("properties", {}) if depth < DEEPEST else {}
        return {name: _example(part, schemas, depth + 1) for name, part in inside.items() if name != "expanded"}
    if kind == "array":
        return [_example(schema.get("items", {}), schemas, depth + 1)] if depth < DEEPEST else []
    return _plain(kind, schema)


def _plain(kind: str, schema: dict[str, Any]) -> Any:
    if kind in ("integer", "number"):
        return max(schema.get("minimum", 1), 1) if schema.get("maximum", 1) >= 1 else schema["maximum"]
    if kind == "boolean":
        return True
    told: str = FORMATS.get(schema.get("format", ""), "Words")
    return told.ljust(schema.get("minLength", 0), ".")[: schema.get("maxLength", 1000)]


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
