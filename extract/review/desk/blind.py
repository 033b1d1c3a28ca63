"""Blind second review: which fields are asked for, and what a second person's pointing means for the log."""

from __future__ import annotations

from collections.abc import Iterator

from extract.model.decision import Action
from extract.review.desk.fields import Field
from extract.review.desk.requests import Proposal
from extract.review.desk.state import State
from extract.steps.walk import FIGURES

ASKED = (*FIGURES, "profile")
"""Lists whose fields can be asked for without giving the answer away; a passage is its own answer."""

NOT_ASKED = ("profile.report_type",)
"""Scalars that are judged, not read off."""

ALLOWED = frozenset({Action.REANCHOR, Action.REJECT, Action.DEFER, Action.FLAG, Action.COMMENT})
"""What a second reviewer can do: point, say that it is not there, put off, and write a note."""


def asked(state: State) -> Iterator[Field]:
    """Yield the fields that a second reviewer is asked for, in the order of the schema: it tells nothing of doubt."""
    for field in state.fields.values():
        if field.wanted and field.place.list in ASKED and field.place.path not in NOT_ASKED:
            yield field


def meant(state: State, proposal: Proposal) -> Proposal:
    """Return the decision that an answer is; whether the record holds the scalar is not for the second person to know.

    Raises:
        KeyError: it is no answer to a question that was asked.
    """
    known = {field.id: field for field in asked(state)}
    if proposal.action not in ALLOWED:
        raise KeyError(proposal.action)
    field = known[proposal.target]
    if not field.absent:
        return proposal
    instead = {Action.REANCHOR: Action.ADD, Action.REJECT: Action.ACCEPT}
    return proposal.model_copy(update={"action": instead.get(proposal.action, proposal.action)})
