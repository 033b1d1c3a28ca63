"""Routes for two reviewers of one report: take over what they agree on, settle what they do not."""

from __future__ import annotations

from fastapi import APIRouter

from extract.review.desk.agreement import adjudicate, merge
from extract.review.desk.compose import Unfit, UnfitError
from extract.review.desk.desk import Desk
from extract.review.desk.requests import Adjudicate, Json, Merge


def teams(desk: Desk) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api")

    @routes.post("/merge")
    def take_over(body: Merge) -> Json:
        return {"accepted": merge(desk, body.document, body.second, reviewer=body.reviewer)}

    @routes.post("/adjudicate")
    def settle(body: Adjudicate) -> Json:
        try:
            adjudicate(desk, body)
        except KeyError as error:
            raise UnfitError(Unfit.GONE) from error
        return {"settled": body.field}

    return routes
