"""An answer as written to a checked answer: items that cannot be read are left out and named, never the whole task."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from extract.domains.pack import Domain
from extract.model.answer import AnswerModel
from extract.readers.llm.answers.parse import json_object

ROUNDS = 50
"""How often items are taken out before an answer is given up."""


@dataclass(frozen=True, slots=True)
class Read:
    """What could be read of an answer: the answer (None where nothing could) and what was left out, with reasons."""

    answer: AnswerModel | None
    left_out: tuple[str, ...] = ()


def read_strictly(content: str, model: type[AnswerModel]) -> AnswerModel:
    """Return the answer in ``content``.

    Raises:
        ValueError: it is no JSON object, or not of this form (pydantic's ``ValidationError`` is a ``ValueError``).
    """
    return model.model_validate_json(json_object(content))


def read_leniently(content: str, model: type[AnswerModel]) -> Read:
    """Return what can be read of ``content``: unreadable items of lists are left out, unknown keys and nulls mended."""
    try:
        data = json.loads(json_object(content), strict=False)
    except ValueError as error:
        return Read(None, (str(error),))
    data = _with_lists(data, model)
    left_out: list[str] = []
    for _ in range(ROUNDS):
        try:
            return Read(model.model_validate(data), tuple(left_out))
        except ValidationError as error:
            found = error.errors(include_url=False, include_input=False)
            left_out += [f"{_path(each['loc'])}: {each['msg']}" for each in found]
            if not _take_out(data, [each["loc"] for each in found]):
                break
    return Read(None, tuple(left_out))


def tidy(content: str, model: type[AnswerModel]) -> str:
    """Return the JSON in an answer with absent lists filled in; what is no JSON is returned as it is.

    Neither is worth a paid re-ask. An answer without a single key of the task stays as it is, and is sent back.
    """
    try:
        data = json.loads(json_object(content), strict=False)
    except ValueError:
        return content
    return json.dumps(_with_lists(data, model), ensure_ascii=False)


def mended(answer: AnswerModel, domain: Domain) -> AnswerModel:
    """Return the answer with terms outside the closed sets turned into the sets' last member, links to nothing dropped."""
    changes: dict[str, Any] = {}
    for name, items in ((name, getattr(answer, name)) for name in type(answer).model_fields):
        if isinstance(items, tuple):
            changes[name] = tuple(_closed(item, domain) for item in items)
    count = len(changes.get("problems", ()))
    if "improvements" in changes:
        changes["improvements"] = tuple(_linked(item, count) for item in changes["improvements"])
    return answer.model_copy(update=changes)


def _closed(item: Any, domain: Domain) -> Any:  # noqa: ANN401  (answer items)
    """Return an item with a topic or category outside the domain's set turned into the set's last member.

    A category that is an enum of ours (of staff) is no closed set of the domain.
    """
    changes = {}
    for name, terms in (("topic", domain.topics), ("category", domain.categories)):
        value = getattr(item, name, None)
        if type(value) is str and value not in {term.key for term in terms}:
            changes[name] = terms[-1].key
    return item.model_copy(update=changes) if changes else item


def _linked(item: Any, count: int) -> Any:  # noqa: ANN401  (an improvement)
    kept = tuple(dict.fromkeys(a for a in item.addresses if 0 <= a < count))
    link = (item.link or "inferred") if kept else None
    return item.model_copy(update={"addresses": kept, "link": link})


def _with_lists(data: Any, model: type[BaseModel]) -> Any:  # noqa: ANN401  (JSON)
    """Fill lists that the answer leaves out or sets to null, and drop top-level keys that the task does not know."""
    data = _unwrapped(data, model)
    if not isinstance(data, dict):
        return data
    known = {key: value for key, value in data.items() if key in model.model_fields}
    if not known:
        return data
    kept = {key: value for key, value in known.items() if value is not None}
    empty: dict[str, object] = {
        name: {} if name == "profile" else [] for name in model.model_fields if name not in kept
    }
    return empty | kept


def _unwrapped(data: Any, model: type[BaseModel]) -> Any:  # noqa: ANN401  (JSON)
    """Return an answer out of the wrapping that some models add (``{"finance_answer": {…}}``), or with the one they drop."""
    names = list(model.model_fields)
    if isinstance(data, list) and len(names) == 1:
        return {names[0]: data}
    match data:
        case {**only} if len(only) == 1 and not only.keys() & set(names):
            inner = next(iter(only.values()))
            return inner if isinstance(inner, dict) and inner.keys() & set(names) else data
        case _:
            return data


def _take_out(data: Any, places: list[tuple[int | str, ...]]) -> bool:  # noqa: ANN401  (JSON)
    """Take the innermost list items or keys that the errors name out of ``data``; False where nothing can go."""
    paths = {_removable(data, place) for place in places} - {None}
    for path in sorted((p for p in paths if p), key=lambda p: [(isinstance(k, int), k) for k in p], reverse=True):
        holder = data
        for key in path[:-1]:
            holder = holder[key]
        del holder[path[-1]]
    return bool(paths)


def _removable(data: Any, place: tuple[int | str, ...]) -> tuple[int | str, ...] | None:  # noqa: ANN401  (JSON)
    """Return the path of the innermost list item on the way, else of an optional key of an object, as it lies in ``data``."""
    real: list[int | str] = []
    best: tuple[int | str, ...] | None = None
    holder = data
    for key in place:
        try:
            holder = holder[key]
        except (KeyError, IndexError, TypeError):
            break
        real.append(key)
        if isinstance(key, int) or len(real) > 1:
            best = tuple(real) if isinstance(key, int) or best is None else best
    return best


def _path(place: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in place)
