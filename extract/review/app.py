"""The web application: routes, static files and the guard around them."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.staticfiles import StaticFiles
from starlette.responses import Response

from extract.errors import StoreError
from extract.language import Language
from extract.review.api_read import reading
from extract.review.api_write import clashed, unfit, unknown, unstored, writing
from extract.review.desk.compose import UnfitError
from extract.review.desk.desk import ClashError, Desk, UnknownDocumentError
from extract.review.desk.queue import Queues
from extract.review.desk.rivals import Rivals
from extract.review.files import files
from extract.review.pages import pages
from extract.review.security import Guard, SecurityMiddleware
from extract.review.teams import teams

STATIC = Path(__file__).parent / "static"


def build_app(desk: Desk, *, guard: Guard, reviewer: str = "", language: Language = Language.ZH) -> FastAPI:
    """Put the page together.

    Args:
        desk: the documents under review.
        guard: hosts, token and CSRF secret.
        reviewer: name that the page proposes.
        language: of the page where it is not asked for another.
    """
    app = FastAPI(title="gouji review", version=version("gouji"), docs_url=None, redoc_url=None, openapi_url=None)
    queues = Queues(desk)
    app.include_router(reading(desk, queues, Rivals()))
    app.include_router(writing(desk))
    app.include_router(teams(desk))
    app.include_router(pages(desk, queues, guard=guard, reviewer=reviewer, language=language))
    app.include_router(files(desk, queues, language=language))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(SecurityMiddleware, guard=guard)

    @app.exception_handler(UnfitError)
    def on_unfit(request: Request, error: UnfitError) -> Response:
        del request
        return unfit(error)

    @app.exception_handler(ClashError)
    def on_clash(request: Request, error: ClashError) -> Response:
        asked = request.query_params.get("lang", language.value)
        return clashed(error, Language(asked) if asked in set(Language) else language)

    @app.exception_handler(UnknownDocumentError)
    def on_unknown(request: Request, error: UnknownDocumentError) -> Response:
        del request, error
        return unknown()

    @app.exception_handler(StoreError)
    def on_store(request: Request, error: StoreError) -> Response:
        del request
        return unstored(error)

    return app
