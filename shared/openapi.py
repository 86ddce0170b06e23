"""The body of a route in its OpenAPI document, for routes that read it themselves to name every wrong field."""

from dataclasses import dataclass
from typing import Any

import msgspec
from litestar.openapi.spec import Operation, RequestBody
from msgspec import Struct


def body_of(struct_type: type[Struct]) -> type[Operation]:
    """For `operation_class=`: documents that the route takes this Struct as JSON."""
    content: Any = {"application/json": {"schema": inlined(msgspec.json.schema(struct_type))}}

    @dataclass
    class OperationWithBody(Operation):
        def __post_init__(self) -> None:
            self.request_body = RequestBody(content=content, required=True)

    return OperationWithBody


def inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema without `$defs`: its references would point outside it once it is part of a document."""
    definitions = schema.pop("$defs")

    def resolve(part: Any) -> Any:
        if isinstance(part, list):
            return [resolve(each) for each in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            return resolve(definitions[part["$ref"].rpartition("/")[2]])
        return {key: resolve(value) for key, value in part.items()}

    resolved: dict[str, Any] = resolve(schema)
    return resolved
