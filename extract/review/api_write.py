"""What the page sends: decisions, one step back, one step forward; and how a refusal is answered."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from extract.errors import StoreError
from extract.language import Language
from extract.review import blind_views, views
from extract.review.desk import blind
from extract.review.desk.compose import Unfit, UnfitError
from extract.review.desk.desk import By, ClashError, Desk, Step
from extract.review.desk.requests import Decide, Json, Proposal, StepBack
from extract.review.desk.state import State

Lang = Annotated[Language, Query(alias="lang")]


def writing(desk: Desk) -> APIRouter:
    """Return the routes; each is a few lines around a method of the desk."""
    routes = APIRouter(prefix="/api")

    @routes.post("/decide")
    def decide(body: Decide, lang: Lang = Language.ZH) -> Json:
        track = body.reviewer if body.blind else ""
        proposals = body.decisions
        if body.blind:
            state = desk.state(body.document, track=track)
            proposals = tuple(_answer(state, one) for one in proposals)
        by = By(body.reviewer, body.after, track=track, own=body.own)
        return _changed(desk.decide(body.document, proposals, by=by), lang, blindly=body.blind)

    @routes.post("/undo")
    def undo(body: StepBack, lang: Lang = Language.ZH) -> Json:
        step = desk.undo(body.id, reviewer=body.reviewer, track=body.reviewer if body.blind else "")
        return _changed(step, lang, blindly=body.blind)

    @routes.post("/redo")
    def redo(body: StepBack, lang: Lang = Language.ZH) -> Json:
        step = desk.redo(body.id, reviewer=body.reviewer, track=body.reviewer if body.blind else "")
        return _changed(step, lang, blindly=body.blind)

    return routes


def _changed(step: Step, language: Language, *, blindly: bool) -> Json:
    if blindly:
        return blind_views.change(step.before, step.after, step.target, language)
    return views.change(step, language)


def _answer(state: State, proposal: Proposal) -> Proposal:
    try:
        return blind.meant(state, proposal)
    except KeyError as error:
        raise UnfitError(Unfit.INVALID) from error


def unfit(error: UnfitError) -> JSONResponse:
    """Answer a decision that does not fit; one that cannot be stored there stays in the browser."""
    status = 423 if error.code is Unfit.READ_ONLY else 422
    return JSONResponse({"error": "unfit", "code": error.code.value}, status)


def clashed(error: ClashError, language: Language) -> JSONResponse:
    """Answer a decision on a field that somebody else decided on since: both versions, nothing written."""
    return JSONResponse(views.clash(error.clash, error.state, language), 409)


def unstored(error: StoreError) -> JSONResponse:
    """Answer what the store could not take, for now: the page keeps a decision and tries again."""
    logging.getLogger(__name__).error("%s", error.message)
    return JSONResponse({"error": "unstored", "says": error.message}, 507)


def unknown() -> JSONResponse:
    """Answer a question about a document that is not there."""
    return JSONResponse({"error": "unknown_document"}, 404)
