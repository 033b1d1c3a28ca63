"""The HTML pages: the desk itself, the figures, and disagreements side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.responses import HTMLResponse

from extract.language import Language, Text
from extract.review.dashboard import dashboard
from extract.review.desk import shown
from extract.review.desk.agreement import Pair, Verdict, pairs
from extract.review.desk.desk import Desk
from extract.review.desk.queue import Queues
from extract.review.security import Guard
from extract.review.words import PAGE, WORDS

TEMPLATES = Path(__file__).parent / "templates"


def environment() -> Environment:
    """Return the templates, every value escaped."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def embedded(data: dict[str, Any]) -> Markup:
    """Return data for a page's JSON block; nothing in it can end the block."""
    return Markup(json.dumps(data).replace("<", "\\u003c"))  # noqa: S704  (every "<" is gone)


def pages(desk: Desk, queues: Queues, *, guard: Guard, reviewer: str, language: Language) -> APIRouter:
    """Return the routes of the pages."""
    routes = APIRouter()
    templates = environment()

    def render(name: str, lang: Language, **values: Any) -> HTMLResponse:  # noqa: ANN401  (what the template shows)
        words = {key: says.in_(lang) for key, says in PAGE.items()}
        html_lang = "zh-CN" if lang is Language.ZH else "en"
        other = (Language.EN if lang is Language.ZH else Language.ZH).value
        page = templates.get_template(name).render(t=words, lang=lang.value, html_lang=html_lang, other=other, **values)
        return HTMLResponse(page)

    @routes.get("/")
    def desk_page(lang: Language | None = None) -> HTMLResponse:
        chosen = lang or language
        boot = {
            "csrf": guard.csrf,
            "lang": chosen.value,
            "reviewer": reviewer,
            "documents": list(desk.log.heads()),
            "words": {key: says.in_(chosen) for key, says in WORDS.items()},
        }
        return render("desk.html", chosen, boot=embedded(boot), saves=desk.saves)

    @routes.get("/api/session")
    def session() -> dict[str, str]:
        return {"csrf": guard.csrf}

    @routes.get("/figures")
    def figures(lang: Language | None = None) -> HTMLResponse:
        chosen = lang or language
        return render("figures.html", chosen, d=dashboard(desk, queues, chosen))

    @routes.get("/second")
    def second(
        document: Annotated[str, Query(max_length=500)],
        reviewer: Annotated[str, Query(max_length=60)],
        lang: Language | None = None,
    ) -> HTMLResponse:
        chosen = lang or language
        found = [_side_by_side(pair, chosen) for pair in pairs(desk, document, reviewer)]
        boot = {"csrf": guard.csrf, "document": document, "second": reviewer, "lang": chosen.value}
        return render("second.html", chosen, document=document, reviewer=reviewer, pairs=found, boot=embedded(boot))

    return routes


def _side_by_side(pair: Pair, language: Language) -> dict[str, Any]:
    absent = shown.NOT_STATED.in_(language)
    there = pair.first or pair.second
    return {
        "id": pair.id,
        "title": shown.title(there, language) if there else pair.id,
        "first": shown.value(pair.first, language) if pair.first else absent,
        "second": shown.value(pair.second, language) if pair.second else absent,
        "verdict": pair.verdict.value,
        "says": VERDICTS[pair.verdict].in_(language),
        "open": pair.verdict is Verdict.CONFLICT,
    }


VERDICTS = {
    Verdict.AGREED: Text("一致", "agreed"),
    Verdict.CONFIRMED: Text("与程序一致", "agrees with the program"),
    Verdict.CONFLICT: Text("不一致", "in conflict"),
    Verdict.ADJUDICATED: Text("已裁定", "adjudicated"),
}
