"""What the page asks for: the queue, a document, a field, and what a decision would lead to."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query

from extract.language import Language
from extract.model.text import Span
from extract.review import blind_views, views
from extract.review.desk import compose, detail
from extract.review.desk.compose import Unfit, UnfitError
from extract.review.desk.desk import Desk
from extract.review.desk.parse import parse
from extract.review.desk.queue import Filters, Queues
from extract.review.desk.requests import AskedQueue, Json, Parse, Preview, Propose
from extract.review.desk.rivals import Rivals
from extract.review.desk.state import State

Lang = Annotated[Language, Query(alias="lang")]
Word = Annotated[str, Query(max_length=500)]


def reading(desk: Desk, queues: Queues, rivals: Rivals) -> APIRouter:
    """Return the routes; each is a few lines around a function that needs no web server."""
    routes = APIRouter(prefix="/api")

    @routes.get("/queue")
    def queue(asked: Annotated[AskedQueue, Query()]) -> Json:
        filters = Filters(asked.show, asked.list, asked.reason, asked.rule, asked.search)
        return views.queue(queues.queue(filters, asked.lang, document=asked.document or None))

    @routes.get("/document")
    def document(document: Word, lang: Lang = Language.ZH, blind_as: Word = "") -> Json:
        state = desk.state(document, track=blind_as)
        return blind_views.document(state, lang) if blind_as else views.document(state, lang)

    @routes.get("/field")
    def field(document: Word, field: Word, lang: Lang = Language.ZH) -> Json:
        return _detail(desk.state(document), field, rivals, lang)

    @routes.post("/parse")
    def read(body: Parse) -> Json:
        found = parse(body.list, body.attribute, body.text)
        return {"ok": found is not None, "new": found.new if found else {}, "shown": found.shown if found else ""}

    @routes.post("/preview")
    def preview(body: Preview, lang: Lang = Language.ZH) -> Json:
        before = desk.state(body.document)
        after = desk.preview(body.document, body.decision, reviewer=body.reviewer)
        return _difference(before, after, lang) | {"stated": compose.stated_instead(after, body.decision.target)}

    @routes.post("/propose")
    def propose(body: Propose) -> Json:
        return _proposed(desk.state(body.document), body)

    return routes


def _detail(state: State, name: str, rivals: Rivals, language: Language) -> Json:
    field = state.fields.get(name)
    if field is None:
        raise UnfitError(Unfit.GONE)
    rival = rivals.of(state.ground)
    return {
        "id": name,
        "revision": state.revision,
        "rivals": detail.rivals(state, field, rival, language),
        "candidates": [asdict(one) for one in detail.candidates(state, field, rival, language)],
        "history": detail.history(state, field),
        "comments": list(state.reviewed.comments.get(name, ())),
    }


def _difference(before: State, after: State, language: Language) -> Json:
    """Return which findings a decision would mend and which it would bring."""
    old, new = {one.id for one in before.findings}, {one.id for one in after.findings}
    return {
        "mended": [views.finding(one, language) for one in before.findings if one.id not in new],
        "brought": [views.finding(one, language) for one in after.findings if one.id not in old],
    }


def _proposed(state: State, body: Propose) -> Json:
    """Return what a selection would make: an item of a list, or the parts of a split."""
    if body.list is not None:
        span = compose.trimmed(state.ground, *body.span)
        return {"item": compose.item(state, body.list, span)}
    field = state.fields.get(body.field or "")
    if field is None or field.place.thing.span is None:
        raise UnfitError(Unfit.GONE)
    selection = Span(*body.span) if body.span[1] > body.span[0] else None
    parts = compose.pieces(state.ground, field.place.thing.span, selection)
    return {"pieces": [{"span": list(part), "text": compose.passage(state.ground, part)["text"]} for part in parts]}
