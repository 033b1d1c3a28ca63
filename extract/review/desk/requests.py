"""What a page may send: every body is a closed, bounded model."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from extract.language import Language
from extract.model.decision import Action

Name = Annotated[str, Field(min_length=1, max_length=200)]
DocumentName = Annotated[str, Field(min_length=1, max_length=500)]
Reviewer = Annotated[str, Field(min_length=1, max_length=60)]
Offset = Annotated[int, Field(ge=0, le=2**31)]
Range = tuple[Offset, Offset]


class Body(BaseModel):
    """Base of all requests: frozen, unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AskedQueue(Body):
    """Which fields to look at, and in which language to name them."""

    lang: Language = Language.ZH
    document: Annotated[str, Field(max_length=500)] = ""
    show: Literal["wanted", "open", "settled", "deferred", "flagged", "audited", "conflict", "all"] = "wanted"
    list: Annotated[str, Field(max_length=60)] = ""
    reason: Annotated[str, Field(max_length=60)] = ""
    rule: Annotated[str, Field(max_length=60)] = ""
    search: Annotated[str, Field(max_length=200)] = ""


class Proposal(Body):
    """One decision as a page sends it; ``id`` is made by the page, so that sending twice decides once."""

    id: UUID
    target: Name
    action: Action
    new: dict[str, JsonValue] | None = None
    comment: Annotated[str, Field(max_length=4000)] | None = None
    seconds: Annotated[float, Field(ge=0, le=86_400)] | None = None


class Decide(Body):
    """Decisions on one document, made by a person who had seen it at revision ``after``.

    ``own`` names decisions of the same page that were written since: they are nobody else's.
    """

    document: DocumentName
    after: Annotated[int, Field(ge=0)]
    reviewer: Reviewer
    blind: bool = False
    own: Annotated[tuple[UUID, ...], Field(max_length=1000)] = ()
    decisions: Annotated[tuple[Proposal, ...], Field(min_length=1, max_length=200)]


class StepBack(Body):
    """Undo or redo the last thing that this person did, in whatever document."""

    id: UUID
    reviewer: Reviewer
    blind: bool = False


class Parse(Body):
    """Text in an input, to be read as the value of a field."""

    list: Name
    attribute: Name
    text: Annotated[str, Field(max_length=500)]


class Preview(Body):
    """What would a decision change? Nothing is stored."""

    document: DocumentName
    reviewer: Reviewer
    decision: Proposal


class Propose(Body):
    """Selected characters, to become an item of a list or the evidence of a field."""

    document: DocumentName
    span: Range
    list: Name | None = None
    field: Name | None = None


class Adjudicate(Body):
    """Settle a disagreement of two reviewers: the first one's word, the second one's, or agreement taken over."""

    document: DocumentName
    field: Name
    second: Reviewer
    reviewer: Reviewer
    choice: Literal["first", "second"]


class Merge(Body):
    """Take over what the second reviewer agrees with."""

    document: DocumentName
    second: Reviewer
    reviewer: Reviewer


Json = dict[str, Any]
"""What an endpoint answers."""
