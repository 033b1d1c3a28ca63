"""The strict JSON Schema of a task's answer: everything required, nothing extra, the domain's closed sets as enums."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from extract.domains.pack import Domain

Schema = dict[str, Any]

DROPPED = ("title", "default", "description", "minLength", "maxLength", "pattern", "minItems", "maxItems", "format")
"""Keywords that strict modes refuse or that only cost tokens."""

NULLABLE_UNIT: Schema = {"anyOf": [{"type": "integer"}, {"type": "null"}]}


def _shape(**keys: Schema) -> Schema:
    return {"type": "object", "properties": keys, "required": list(keys), "additionalProperties": False}


INTEGER: Schema = {"type": "integer"}
STRING: Schema = {"type": "string"}

EVIDENCE: Schema = {
    "anyOf": [
        _shape(first=INTEGER, last=INTEGER),
        _shape(first=INTEGER, last=INTEGER, text=STRING, nth=NULLABLE_UNIT),
        _shape(first=INTEGER, last=INTEGER, **{"from": STRING, "to": STRING}),
    ]
}
"""The three ways to point at text: whole units, a piece, the two ends of a long piece."""


@lru_cache(maxsize=64)
def answer_schema(answer: type[BaseModel], domain: Domain) -> Schema:
    """Return the strict schema of an answer model; treat it as frozen, it is made once for each model and domain.

    Every property is required (optional ones are nullable), no further ones are allowed, ``topic`` and ``category``
    become the domain's closed sets, and lengths, patterns and defaults are left out, because strict modes refuse them.

    Args:
        answer: the pydantic model of a task's answer.
        domain: closed sets of topics and categories.
    """
    raw = answer.model_json_schema(by_alias=True)
    definitions: Schema = {name: _strict(part, domain) for name, part in raw.pop("$defs", {}).items()}
    if "Evidence" in definitions:
        definitions["Evidence"] = EVIDENCE
    schema: Schema = _strict(raw, domain)
    return schema | {"$defs": definitions} if definitions else schema


def inlined(schema: Schema) -> Schema:
    """Return the schema with its ``$defs`` written out in place, for endpoints that do not follow references."""
    definitions = schema.get("$defs", {})

    def walk(part: Any) -> Any:  # noqa: ANN401  (JSON)
        match part:
            case {"$ref": str(reference)}:
                return walk(definitions[reference.rsplit("/", 1)[-1]])
            case dict():
                return {key: walk(value) for key, value in part.items() if key != "$defs"}
            case list():
                return [walk(item) for item in part]
            case _:
                return part

    flat: Schema = walk(schema)
    return flat


def _strict(part: Any, domain: Domain, name: str = "") -> Any:  # noqa: ANN401  (JSON)
    if isinstance(part, list):
        return [_strict(item, domain) for item in part]
    if not isinstance(part, dict):
        return part
    if closed := _closed_set(name, part, domain):
        return {"type": "string", "enum": closed}
    kept = {key: _strict(value, domain) for key, value in part.items() if key not in DROPPED and key != "properties"}
    if "properties" in part:
        kept["properties"] = {key: _strict(value, domain, key) for key, value in part["properties"].items()}
        kept |= {"required": list(part["properties"]), "additionalProperties": False}
    return kept


def _closed_set(name: str, part: Schema, domain: Domain) -> list[str]:
    if part.get("type") != "string":
        return []
    terms = {"topic": domain.topics, "category": domain.categories}.get(name, ())
    return [term.key for term in terms]
