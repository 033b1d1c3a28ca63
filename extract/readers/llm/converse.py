"""One ask to its answer: sent back with a precise message where it is wrong, read as far as it goes in the end."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError, create_model, model_validator

from extract.domains.pack import Domain
from extract.errors import BudgetSpentError
from extract.model.answer import AnswerModel
from extract.readers.llm.answers.faults import Fault, faults
from extract.readers.llm.answers.hesitation import with_hesitations
from extract.readers.llm.answers.lenient import mended, read_leniently, tidy
from extract.readers.llm.answers.reask import complaints, reask_message
from extract.readers.llm.asks.request import Ask, Shown
from extract.readers.llm.calls.cache import Reply
from extract.readers.llm.calls.trouble import CallError, Kind
from extract.readers.llm.calls.usage import Meter
from extract.readers.llm.calls.wire import Call, Wire
from extract.steps.prompt import Message

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

UNREADABLE = "invalid_answer"
"""Why there is no answer where nothing in what came could be read."""

CHECK: ContextVar[Callable[[AnswerModel], Sequence[Fault]]] = ContextVar("check")
"""What the conversation of the running task holds an answer against."""

REFUSING = frozenset({"content_filter"})


@dataclass(frozen=True, slots=True)
class Part:
    """The answer to one ask: whether it took a re-ask, whether it is valid now, and what could not be read of it."""

    ask: Ask
    answer: AnswerModel
    reasked: bool = False
    valid: bool = True
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Declined:
    """The endpoint would not answer, or nothing in its answers could be read."""

    ask: Ask
    reason: str


@dataclass(frozen=True, slots=True)
class TooMuch:
    """The document or the answer is too long for one call; asking about parts of it may work."""

    ask: Ask
    reason: str


Outcome = Part | Declined | TooMuch


@dataclass(frozen=True, slots=True)
class Topic:
    """What a conversation is about: the document as shown, its domain, and who counts."""

    shown: Shown
    domain: Domain
    document: str
    meter: Meter
    sample: int = 1


async def converse(ask: Ask, topic: Topic, wire: Wire, *, reasks: int) -> Outcome:
    """Ask, and ask again with what is wrong, at most ``reasks`` times.

    Raises:
        CallError: the endpoint cannot be reached, or refuses this key or model.
        BudgetSpentError: the run must stop.
    """
    talk = _Talk(ask, topic, wire)
    try:
        reply = await talk.turn()
    except (CallError, BudgetSpentError):
        return talk.rest()
    if reply.finish == "length":
        return TooMuch(ask, "length")
    answer = talk.sound()
    if answer is None:
        return await _insist(talk, reasks=reasks)
    talk.settled()
    return Part(ask, answer)


async def _insist(talk: _Talk, *, reasks: int) -> Outcome:
    """Send a wrong first answer back until one is sound; only this needs instructor, and the second that it loads."""
    import instructor  # noqa: PLC0415  (the same)
    from instructor.core import IncompleteOutputException, InstructorRetryException  # noqa: PLC0415

    logging.getLogger("instructor").setLevel(logging.CRITICAL + 1)  # its messages repeat answers, and so report text
    ask = talk.ask
    create: Any = instructor.patch(create=talk.create, mode=instructor.Mode.JSON_SCHEMA)
    CHECK.set(talk.faults)
    try:
        await create(
            response_model=_checked(ask.task.answer),
            messages=list(ask.messages),
            model=talk.wire.model,
            max_retries=reasks,
            strict=False,
        )
    except IncompleteOutputException:
        return TooMuch(ask, "length")
    except InstructorRetryException:
        return talk.rest()
    talk.settled()
    return Part(ask, talk.told(ask.task.answer.model_validate_json(talk.last)), reasked=talk.attempts > 1)


class _Talk:
    """The turns of one conversation; ``create`` is what instructor takes for the client's method."""

    def __init__(self, ask: Ask, topic: Topic, wire: Wire) -> None:
        self.ask, self.wire = ask, wire
        self._topic = topic
        self._contents: list[str] = []
        self._replies: list[Reply] = []
        self._stopped: Exception | None = None
        self._key = ""
        self._untold: Reply | None = None

    @property
    def attempts(self) -> int:
        """How many answers came."""
        return len(self._contents)

    @property
    def last(self) -> str:
        """The JSON of the last answer."""
        return self._contents[-1]

    async def turn(self) -> Reply:
        """Send the turn that is due.

        Raises:
            CallError: there is no answer.
            BudgetSpentError: the run must stop.
        """
        try:
            self._untold = await self._asked()
        except (CallError, BudgetSpentError) as error:
            self._stopped = error
            raise
        self._contents.append(tidy(self._untold.content, self.ask.task.answer))
        self._replies.append(self._untold)
        return self._untold

    async def create(self, **_: object) -> ChatCompletion:
        """Give instructor the answer that it has not yet seen, else send the turn that is due; its wording is not used."""
        reply, self._untold = self._untold or await self.turn(), None
        return _completion(reply, self.last)

    def sound(self) -> AnswerModel | None:
        """Return the last answer where it has the right form and nothing in it is wrong."""
        try:
            answer = self.ask.task.answer.model_validate_json(self.last)
        except ValidationError:
            return None
        return None if self.faults(answer) else self.told(answer)

    def told(self, answer: AnswerModel) -> AnswerModel:
        """Return the last answer, read before, with what the model hesitated over."""
        reply = self._replies[-1]
        content = with_hesitations(reply.content, reply.logprobs)
        if content is reply.content:
            return answer
        try:
            return type(answer).model_validate_json(tidy(content, type(answer)))
        except ValidationError:  # a task of the user's own, whose items know no hesitation
            return answer

    def faults(self, answer: AnswerModel) -> Sequence[Fault]:
        """List what cannot be true of an answer to this ask."""
        return faults(answer, self._topic.shown, self.ask.window, self._topic.domain)

    def settled(self) -> None:
        """Mark the last answer as valid in the cache."""
        self.wire.valid(self._key)

    def rest(self) -> Outcome:
        """Return what is left when instructor gave up: the error that stopped it, or what can be read.

        Raises:
            CallError: of a kind that concerns more than this ask.
            BudgetSpentError: the run must stop.
        """
        match self._stopped:
            case CallError(kind=Kind.REFUSED) as error:
                return Declined(self.ask, error.reason)
            case CallError(kind=Kind.TOO_LONG) as error:
                return TooMuch(self.ask, error.reason)
            case None:
                return self._readable()
            case error:
                raise error

    async def _asked(self) -> Reply:
        topic = self._topic
        call = Call(self.ask, self._messages(), topic.document, sample=topic.sample, attempt=self.attempts)
        request = self.wire.request(call)
        self._key = request.key
        reply = await self.wire.reply(request, topic.meter)
        if reply.refusal or reply.finish in REFUSING:
            raise CallError(Kind.REFUSED, "refusal" if reply.refusal else reply.finish)
        return reply

    def _messages(self) -> tuple[Message, ...]:
        """Return the ask and, after a wrong answer, that answer with what is wrong in it."""
        if not self._contents or not self.last.strip():
            return self.ask.messages
        found = complaints(
            self.last,
            self.ask.task.answer,
            shown=self._topic.shown,
            window=self.ask.window,
            domain=self._topic.domain,
        )
        said = {"role": "assistant", "content": self.last}
        return (*self.ask.messages, said, {"role": "user", "content": reask_message(found)})

    def _readable(self) -> Outcome:
        for reply in reversed(self._replies):
            read = read_leniently(with_hesitations(reply.content, reply.logprobs), self.ask.task.answer)
            if read.answer is not None:
                answer = mended(read.answer, self._topic.domain)
                return Part(self.ask, answer, reasked=True, valid=False, left_out=read.left_out)
        return Declined(self.ask, UNREADABLE)


class _Unsent(AnswerModel):
    """Tells instructor nothing of its form: the schema that is sent is ours."""

    @classmethod
    def model_json_schema(cls, *_: object, **__: object) -> dict[str, Any]:
        """Return nothing; instructor puts it where our own schema goes."""
        return {}


@lru_cache
def _checked(model: type[AnswerModel]) -> type[AnswerModel]:
    """Return the answer's model with a check against the document of the conversation that is under way.

    Made once for each model and bound through a context variable, because building a pydantic model and its JSON
    Schema (which instructor asks for and we do not send) costs more than all the rest of a call.
    """

    def sound(answer: AnswerModel) -> AnswerModel:
        found = CHECK.get()(answer)
        if found:
            raise ValueError("\n".join(map(str, found)))
        return answer

    from instructor import OpenAISchema  # noqa: PLC0415  (what instructor would derive from the model at every call)

    derive: Any = create_model
    checked: type[AnswerModel] = derive(
        model.__name__,
        __base__=(_Unsent, model, OpenAISchema),
        __validators__={"sound": model_validator(mode="after")(sound)},
    )
    return checked


def _completion(reply: Reply, content: str) -> ChatCompletion:
    from openai.types.chat import ChatCompletion  # noqa: PLC0415  (a second of imports)

    message = {"role": "assistant", "content": content}
    finish = "length" if reply.finish == "length" else "stop"
    return ChatCompletion.model_validate(
        {
            "id": "reply",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": reply.model,
            "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        }
    )
