"""Turn what a page proposes into an event of the log: what the person saw, who, when, and of which run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from extract.model.decision import Action, Decision
from extract.model.text import Span
from extract.review.desk import compose
from extract.review.desk.compose import Unfit, UnfitError
from extract.review.desk.forms import inputs_of
from extract.review.desk.requests import Proposal
from extract.review.desk.state import CLOSABLE, State

Given = dict[str, Any]
"""What a page sends beside target and action; it is looked at key by key."""

ON_FIELD = frozenset(
    {
        Action.ACCEPT, Action.EDIT, Action.REJECT, Action.REANCHOR, Action.DELETE, Action.SPLIT, Action.MERGE,
        Action.LINK, Action.UNLINK, Action.DEFER, Action.FLAG, Action.COMMENT,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Who decides, and when."""

    name: str
    now: datetime


def event_of(state: State, proposal: Proposal, person: Person, *, revision: int) -> Decision:
    """Return the event that a proposal makes; texts and values come from the report, never from the page.

    Raises:
        UnfitError: the field is gone, or what was selected does not fit.
    """
    field = state.fields.get(proposal.target)
    if proposal.action in ON_FIELD and field is None:
        raise UnfitError(Unfit.GONE)
    if proposal.action in {Action.COMPLETE, Action.REOPEN} and proposal.target not in CLOSABLE:
        raise UnfitError(Unfit.INVALID)
    run = state.ground.record.run
    return Decision(
        id=str(proposal.id),
        time=person.now.isoformat(timespec="microseconds"),
        reviewer=person.name,
        document=state.ground.document,
        text_sha256=state.ground.text_sha256,
        target=proposal.target,
        action=proposal.action,
        old=compose.stated(state, field.id) if field else None,
        new=_new(state, proposal),
        comment=proposal.comment,
        seconds=proposal.seconds,
        run=run.id if run else None,
        prompt=_prompts(run.prompts) if run else None,
        model=run.model if run else None,
        confidence=field.place.thing.confidence if field else None,
        revision=revision,
    )


def _prompts(prompts: dict[str, str]) -> str | None:
    return ",".join(sorted(set(prompts.values())))[:200] or None


def _new(state: State, proposal: Proposal) -> dict[str, Any] | None:
    maker = MAKERS.get(proposal.action)
    return maker(state, proposal.target, dict(proposal.new or {})) if maker else None


def _accepted(state: State, target: str, given: Given) -> dict[str, Any] | None:
    """Keep whose answer an adjudicator set aside."""
    del state, target
    return {"adjudicated": str(given["adjudicated"])} if "adjudicated" in given else None


def _split(state: State, target: str, given: Given) -> dict[str, Any]:
    return compose.split(
        state, target, [compose.trimmed(state.ground, *_range(one)) for one in given.get("spans") or ()]
    )


def _merged(state: State, target: str, given: Given) -> dict[str, Any]:
    return compose.merge(state, target, [str(one) for one in given.get("others") or ()])


def _linked(state: State, target: str, given: Given) -> dict[str, Any]:
    del state, target
    return {"problem": str(given.get("problem", ""))}


def _edited(state: State, target: str, given: Given) -> dict[str, Any]:
    """Let through only what the form of the list has."""
    place = state.fields[target].place
    allowed = {one.name for one in inputs_of(place.list, place.path)}
    if not given or not set(given) <= allowed:
        raise UnfitError(Unfit.INVALID)
    return given


def _pointed(state: State, target: str, given: Given) -> dict[str, Any]:
    span = compose.trimmed(state.ground, *_range(given.get("span")))
    made = compose.reanchored(state, target, span)
    extra = {key: value for key, value in given.items() if key != "span"}
    return made | (_edited(state, target, extra) if extra else {})


def _added(state: State, target: str, given: Given) -> dict[str, Any]:
    span: Span = compose.trimmed(state.ground, *_range(given.get("span")))
    made = compose.item(state, target, span)
    allowed = {one.name for one in inputs_of("profile" if target.startswith("profile.") else target, target)}
    further = {key: value for key, value in given.items() if key in allowed}
    return made | further | ({"parent": str(given["parent"])} if given.get("parent") else {})


def _range(given: object) -> tuple[int, int]:
    match given:
        case [int(start), int(end)] if 0 <= start < end:
            return start, end
        case _:
            raise UnfitError(Unfit.EMPTY)


MAKERS: dict[Action, Callable[[State, str, Given], dict[str, Any] | None]] = {
    Action.ACCEPT: _accepted,
    Action.EDIT: _edited,
    Action.REANCHOR: _pointed,
    Action.ADD: _added,
    Action.SPLIT: _split,
    Action.MERGE: _merged,
    Action.LINK: _linked,
    Action.UNLINK: _linked,
}
"""What each action keeps in ``new``; the others need nothing."""
