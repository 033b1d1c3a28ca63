"""What the server gives besides pages: the workbook, pictures of pages, figures for a monitor."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import PlainTextResponse, Response

from extract.errors import SourceError
from extract.language import Language
from extract.review.dashboard import dashboard
from extract.review.desk.desk import Desk
from extract.review.desk.queue import Queues
from extract.review.download import MEDIA_TYPE, workbook
from extract.review.page_picture import page_picture
from extract.review.prometheus import exposition


def files(desk: Desk, queues: Queues, *, language: Language) -> APIRouter:
    """Return the routes of the files; ``language`` is that of a workbook where none is asked for."""
    routes = APIRouter()

    @routes.get("/export.xlsx")
    def export(lang: Language | None = None) -> Response:
        named = {"content-disposition": 'attachment; filename="gouji.xlsx"'}
        return Response(workbook(desk, lang or language), media_type=MEDIA_TYPE, headers=named)

    @routes.get("/page.png")
    def picture(
        document: Annotated[str, Query(max_length=500)], number: Annotated[int, Query(ge=1, le=100_000)]
    ) -> Response:
        try:
            drawn = page_picture(desk.state(document).ground.record, number)
        except SourceError:
            drawn = None
        return Response(drawn, media_type="image/png") if drawn else Response(status_code=HTTPStatus.NOT_FOUND)

    @routes.get("/metrics")
    def metrics() -> PlainTextResponse:
        return PlainTextResponse(exposition(dashboard(desk, queues, language)), media_type="text/plain; version=0.0.4")

    return routes
