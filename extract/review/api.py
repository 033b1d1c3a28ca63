"""The JSON interface of the page: read a document and the queue, decide, undo and redo."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from extract.language import Language
from extract.model.text import Span
from extract.review import blind, compose, detail, views
from extract.review.compose import Unfit, UnfitError
from extract.review.desk import ClashError, Desk, UnknownDocumentError
from extract.review.parse import parse
from extract.review.queue import SHOWS, Filters, Queues
from extract.review.requests import Decide, Json, Parse, Preview, Propose, StepBack
from extract.review.rivals import Rivals
from extract.review.state import State

Lang = Annotated[Language, Query(alias="lang")]
Track = Annotated[str, Query(max_length=60)]
Word = Annotated[str, Query(max_length=200)]


def api(desk: Desk, queues: Queues, rivals: Rivals) -> APIRouter:
    """Return the routes; each is a few lines around a function that needs no web server."""
    routes = APIRouter(prefix="/api")

    @routes.get("/queue")
    def queue(  # noqa: PLR0913  (one parameter a filter)
        lang: Lang = Language.ZH,
        document: Word = "",
        show: Word = "wanted",
        list: Word = "",  # noqa: A002  (the filter's name on the page)
        reason: Word = "",
        rule: Word = "",
        search: Word = "",
    ) -> Json:
        filters = Filters(show if show in SHOWS else "wanted", list, reason, rule, search)
        return views.queue(queues.queue(filters, lang, document=document or None))

    @routes.get("/document")
    def document(document: Word, lang: Lang = Language.ZH, blind_as: Track = "") -> Json:
        state = desk.state(document, track=blind_as)
        return blind.document(state, lang) if blind_as else views.document(state, lang)

    @routes.get("/field")
    def field(document: Word, field: Word, lang: Lang = Language.ZH) -> Json:
        state = desk.state(document)
        return _detail(state, field, rivals, lang)

    @routes.post("/decide")
    def decide(body: Decide, lang: Lang = Language.ZH) -> Json:
        track = body.reviewer if body.blind else ""
        proposals = body.decisions
        if body.blind:
            state = desk.state(body.document, track=track)
            proposals = tuple(_answer(state, one) for one in proposals)
        step = desk.decide(
            body.document, proposals, after=body.after, reviewer=body.reviewer, track=track, own=body.own
        )
        if body.blind:
            return blind.change(step.before, step.after, step.target, lang)
        return views.change(step, lang)

    @routes.post("/undo")
    def undo(body: StepBack, lang: Lang = Language.ZH) -> Json:
        step = desk.undo(body.id, reviewer=body.reviewer, track=body.reviewer if body.blind else "")
        shown = blind.change(step.before, step.after, step.target, lang) if body.blind else views.change(step, lang)
        return shown

    @routes.post("/redo")
    def redo(body: StepBack, lang: Lang = Language.ZH) -> Json:
        step = desk.redo(body.id, reviewer=body.reviewer, track=body.reviewer if body.blind else "")
        shown = blind.change(step.before, step.after, step.target, lang) if body.blind else views.change(step, lang)
        return shown

    @routes.post("/parse")
    def read(body: Parse) -> Json:
        found = parse(body.list, body.attribute, body.text)
        return {"ok": found is not None, "new": found.new if found else {}, "shown": found.shown if found else ""}

    @routes.post("/preview")
    def preview(body: Preview, lang: Lang = Language.ZH) -> Json:
        before = desk.state(body.document)
        after = desk.preview(body.document, body.decision, reviewer=body.reviewer)
        old, new = {one.id for one in before.findings}, {one.id for one in after.findings}
        return {
            "mended": [views.finding(one, lang) for one in before.findings if one.id not in new],
            "brought": [views.finding(one, lang) for one in after.findings if one.id not in old],
        }

    @routes.post("/propose")
    def propose(body: Propose) -> Json:
        return _proposed(desk.state(body.document), body)

    return routes


def _answer(state: State, proposal: Any) -> Any:  # noqa: ANN401  (a Proposal in, a Proposal out)
    try:
        return blind.meant(state, proposal)
    except KeyError as error:
        raise UnfitError(Unfit.INVALID) from error


def _detail(state: State, name: str, rivals: Rivals, language: Language) -> Json:
    field = state.fields.get(name)
    if field is None:
        raise UnfitError(Unfit.GONE)
    rival = rivals.of(state.ground)
    return {
        "id": name,
        "revision": state.revision,
        "rivals": detail.rivals(field, rival, language),
        "candidates": [asdict(one) for one in detail.candidates(state, field, rival, language)],
        "history": detail.history(state, field),
        "comments": list(state.reviewed.comments.get(name, ())),
    }


def _proposed(state: State, body: Propose) -> Json:
    """Return what a selection would make: an item of a list, new evidence of a field, or the parts of a split."""
    if body.list is not None:
        span = compose.trimmed(state.ground, *body.span)
        return {"item": compose.item(state, body.list, span)}
    field = state.fields.get(body.field or "")
    if field is None or field.place.thing.span is None:
        raise UnfitError(Unfit.GONE)
    selection = Span(*body.span) if body.span[1] > body.span[0] else None
    parts = compose.pieces(state.ground, field.place.thing.span, selection)
    return {"pieces": [{"span": list(part), "text": compose.passage(state.ground, part)["text"]} for part in parts]}


def unfit(error: UnfitError) -> JSONResponse:
    """Answer a decision that does not fit."""
    return JSONResponse({"error": "unfit", "code": error.code.value}, 422)


def clashed(error: ClashError, language: Language) -> JSONResponse:
    """Answer a decision on a field that somebody else decided on since: both versions, nothing written."""
    return JSONResponse(views.clash(error.clash, error.state, language), 409)


def unknown(error: UnknownDocumentError) -> JSONResponse:
    """Answer a question about a document that is not there."""
    del error
    return JSONResponse({"error": "unknown_document"}, 404)
