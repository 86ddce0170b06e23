"""What a route reads itself, to name every wrong field, described in its OpenAPI document all the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import msgspec
from litestar.openapi.spec import Operation, RequestBody
from msgspec import Struct


def body_of(
    struct_type: type[Struct],
    *,
    media_type: str = "application/json",
    headers: Mapping[str, str] = MappingProxyType({}),
) -> type[Operation]:
    """For `operation_class=`: the route takes this Struct as its body, and these headers (name: description)."""
    content: Any = {media_type: {"schema": schema_of(struct_type)}}
    parameters: list[Any] = [
        {"name": name, "in": "header", "description": description, "schema": {"type": "string"}}
        for name, description in headers.items()
    ]

    @dataclass
    class OperationWithBody(Operation):
        def __post_init__(self) -> None:
            self.request_body = RequestBody(content=content, required=True)
            self.parameters = [*(self.parameters or []), *parameters]

    return OperationWithBody


def query_of(struct_type: type[Struct]) -> type[Operation]:
    """For `operation_class=`: the route takes the fields of this Struct in its query."""
    properties: dict[str, Any] = schema_of(struct_type)["properties"]
    parameters: list[Any] = [
        {"name": name, "in": "query", "description": schema.pop("title", name), "schema": schema}
        for name, schema in properties.items()
    ]

    @dataclass
    class OperationWithQuery(Operation):
        def __post_init__(self) -> None:
            self.parameters = parameters

    return OperationWithQuery


def schema_of(struct_type: type[Struct]) -> dict[str, Any]:
    """The JSON Schema without `$defs`: its references would point outside it once it is part of a document."""
    schema = msgspec.json.schema(struct_type)
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
