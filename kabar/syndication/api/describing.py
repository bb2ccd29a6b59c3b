"""The API in OpenAPI 3.1, made from its routes and from what they answer with."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from kabar import __version__
from kabar.config import Paper
from kabar.syndication.api import shapes
from kabar.syndication.api.routes import Parameter, Route

PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
}
KEY = {"type": "http", "scheme": "bearer", "description": "A partner's key; without one, the same answers."}


def document(paper: Paper, routes: Iterable[Route]) -> dict[str, Any]:
    """Return the description of a paper's API."""
    kinds: dict[str, Any] = {}
    paths = {f"/{route.address}": _path(route, kinds) for route in routes}
    _name(shapes.Problem, kinds)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": paper.name,
            "version": __version__,
            "description": "Everything readers see, for programs. Lists go on at `next` until it is null.",
        },
        "servers": [{"url": f"{paper.address}/api/v1"}],
        "security": [{}, {"key": []}],
        "paths": paths,
        "components": {"schemas": kinds, "securitySchemes": {"key": KEY}},
    }


def _path(route: Route, kinds: dict[str, Any]) -> dict[str, Any]:
    schema = _name(route.answers, kinds) if route.answers else {"type": "object"}
    responses = {
        "200": {"description": route.says, "content": {"application/json": {"schema": schema}}},
        **{str(status): _problem(words) for status, words in (*route.problems, *ALWAYS)},
    }
    said = {
        "operationId": route.name,
        "summary": route.says,
        "parameters": [_parameter(each) for each in route.parameters],
        "responses": responses,
    }
    return {"get": said}


#: What may be answered whatever is asked.
ALWAYS = ((429, "Asked too often with this key, or without one; `Retry-After` says when to come back."),)


def _problem(words: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": words, "content": {"application/problem+json": {"schema": schema}}}


def _parameter(asked: Parameter) -> dict[str, Any]:
    return {
        "name": asked.name, "in": asked.where, "required": asked.where == "path" or asked.needed,
        "description": asked.says, "schema": dict(asked.schema),
    }  # fmt: skip


def _name(shape: type, kinds: dict[str, Any]) -> dict[str, Any]:
    """Return a reference to a shape, described once."""
    if shape.__name__ not in kinds:
        kinds[shape.__name__] = {}
        kinds[shape.__name__] = _shape(shape, kinds)
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


def _shape(shape: Any, kinds: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(shape, include_extras=True)
    fields = dataclasses.fields(shape)
    return {
        "type": "object",
        "description": (shape.__doc__ or "").strip(),
        "required": [each.name for each in fields],
        "additionalProperties": False,
        "properties": {
            each.name: {**_schema(hints[each.name], kinds), "description": hints[each.name].__metadata__[0]}
            for each in fields
        },
    }


def _schema(hint: Any, kinds: dict[str, Any]) -> dict[str, Any]:
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if hint in PLAIN:
        return dict(PLAIN[hint])
    if get_origin(hint) is list:
        return {"type": "array", "items": _schema(get_args(hint)[0], kinds)}
    if get_origin(hint) in (Union, types.UnionType):
        return {"anyOf": [_schema(each, kinds) for each in get_args(hint) if each is not type(None)] + NULL}
    return _name(hint, kinds)


NULL = [{"type": "null"}]
