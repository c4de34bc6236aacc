"""What the documentation says of every operation beyond its own words: the errors, and the names of decisions."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from jiayi.foundation.rulebook import decisions

ERROR = {
    "title": "Error",
    "type": "object",
    "required": ["code", "message", "breaches"],
    "properties": {
        "code": {"type": "string", "description": "E_… as a program reads it."},
        "message": {"type": "string", "description": "Words for people, in the language of Accept-Language."},
        "breaches": {
            "type": "array",
            "description": "Every law broken (B_…) with parameter, value and source, or every field that is wrong.",
            "items": {"type": "object"},
        },
    },
}
EVERYWHERE = {
    "404": "Not there, or not for you to see: both answer alike.",
    "413": "The body is larger than 5 MB.",
    "422": "The shape does not fit: `breaches` names the fields.",
    "429": "Too many attempts; try again later.",
}
WITH_TOKEN = {"401": "No token, or none that is valid now."}
WRITING = {"409": "A law forbids it: `breaches` says which, with the clause."}


class DocumentedAPI(NinjaAPI):
    """An API whose documentation names the answers that are no success."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        schema.setdefault("components", {}).setdefault("schemas", {})["Error"] = ERROR
        for path, operations in schema["paths"].items():
            for operation in operations.values():
                _name_errors(operation, writes=_takes_key(operation))
                if path.endswith("/decisions/{rule}"):
                    operation["description"] += f" Decisions: {', '.join(sorted(decisions()))}."
        return schema


def _takes_key(operation: dict[str, Any]) -> bool:
    return any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", []))


def _name_errors(operation: dict[str, Any], *, writes: bool) -> None:
    said = EVERYWHERE | WITH_TOKEN | (WRITING if writes else {})
    for status, words in sorted(said.items()):
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
        operation["responses"].setdefault(status, {"description": words, "content": content})
