"""One HTTP call to an OpenAI-compatible endpoint: a body in, a reply and its headers out, errors told apart."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from extract.language import SYSTEM_WORDS, say
from extract.readers.llm.answers.hesitation import value_logprobs
from extract.readers.llm.calls.cache import Reply
from extract.readers.llm.calls.ladder import written
from extract.readers.llm.calls.trouble import CallError, Kind, from_status, scrub
from extract.readers.llm.calls.usage import counts_of
from extract.settings import bare_url

if TYPE_CHECKING:
    from openai import AsyncOpenAI

DEFAULT_URL = "https://api.openai.com/v1"
COMPLETIONS = "/chat/completions"
JSON: Any = {"headers": {"Content-Type": "application/json"}}
NOT_CONNECTED = "ClientConnectorError"
"""How the transport (aiohttp) calls a connection that was never made; the client library says ``timeout`` of it."""

NO_KEY = "none"
"""Local endpoints (vLLM, Ollama) need no key, the client library insists on one."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is: address, name, key (never shown) and seconds that a call may take."""

    url: str
    model: str
    key: SecretStr
    timeout: float = 120.0

    @property
    def shown(self) -> str:
        """The address without user, password and query."""
        return bare_url(self.url)


class Client:
    """Speaks to one endpoint; made inside the event loop and closed at the end."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._library = _library_client(endpoint)

    async def complete(self, body: bytes) -> tuple[Reply, Mapping[str, str]]:
        """Send a chat completion, as JSON; return the reply and the response's headers.

        The body goes as it is: the client library walks through all that it takes as arguments of its own, which for a
        report and a schema costs more processor time than the rest of a call.

        Raises:
            CallError: there is no usable response; its kind says what follows.
        """
        import openai  # noqa: PLC0415  (a second of imports, only where a model is called)

        secret = self.endpoint.key.get_secret_value()
        try:
            response = (await self._library.post(COMPLETIONS, cast_to=_raw(), content=body, options=JSON)).response
            data = json.loads(response.content)
        except openai.APIStatusError as error:
            raise from_status(error.status_code, _detail(error), error.response.headers, secret=secret) from None
        except openai.APIConnectionError as error:
            raise _no_response(error, secret) from None
        except (ValueError, openai.OpenAIError) as error:
            raise CallError(Kind.RETRY, f"unreadable response: {type(error).__name__}") from None
        return reply_of(data), response.headers

    async def models(self) -> tuple[dict[str, Any], ...]:
        """Return what ``/models`` lists.

        Raises:
            CallError: the endpoint does not answer or has no such list.
        """
        import openai  # noqa: PLC0415  (the same)

        secret = self.endpoint.key.get_secret_value()
        try:
            page = await self._library.models.list()
        except openai.APIStatusError as error:
            raise from_status(error.status_code, _detail(error), error.response.headers, secret=secret) from None
        except (openai.OpenAIError, ValueError) as error:
            raise _no_response(error, secret) from None
        return tuple(model.model_dump() for model in page.data)

    async def close(self) -> None:
        """Close the connections."""
        await self._library.close()


def reply_of(data: object) -> Reply:
    """Return the reply in a chat completion.

    Raises:
        CallError: it is no chat completion, or the endpoint put an error into a success.
    """
    if not isinstance(data, dict):
        raise CallError(Kind.RETRY, "unreadable response: no JSON object")
    if data.get("error"):
        raise from_status(400, data["error"], {})
    choices = data.get("choices") or []
    if not choices or not isinstance(choices[0], dict):
        raise CallError(Kind.RETRY, "unreadable response: no choices")
    message = choices[0].get("message") or {}
    content = written(message)
    return Reply(
        content=content,
        finish=str(choices[0].get("finish_reason") or "stop"),
        refusal=message.get("refusal") or None,
        model=str(data.get("model") or ""),
        usage=counts_of(data.get("usage") or {}),
        logprobs=value_logprobs(content, choices[0].get("logprobs")),
    )


def _library_client(endpoint: Endpoint) -> AsyncOpenAI:
    """Return the client library over aiohttp, which parses HTTP in C and keeps every connection of a wave."""
    from openai import AsyncOpenAI, DefaultAioHttpClient  # noqa: PLC0415  (the same)

    key = endpoint.key.get_secret_value() or NO_KEY
    transport = DefaultAioHttpClient(timeout=endpoint.timeout)
    return AsyncOpenAI(
        base_url=endpoint.url, api_key=key, max_retries=0, timeout=endpoint.timeout, http_client=transport
    )


def _raw() -> Any:  # noqa: ANN401  (the same)
    from openai import HttpxBinaryResponseContent  # noqa: PLC0415  (the same)

    return HttpxBinaryResponseContent


def _no_response(error: Exception, secret: str) -> CallError:
    causes = list(_causes(error))
    if any(NOT_CONNECTED in (kind.__name__ for kind in type(cause).__mro__) for cause in causes):
        return CallError(Kind.RETRY, scrub(_unconnected(causes), secret), unreachable=True)
    if type(error).__name__ == "APITimeoutError":
        return CallError(Kind.RETRY, say("等待超时", "timeout"))
    return CallError(Kind.RETRY, scrub(say("连接中断：", "connection: ") + str(error.__cause__ or error), secret))


def _unconnected(causes: Sequence[BaseException]) -> str:
    """Say in a few words why there is no connection, as far as the system said."""
    for cause in reversed(causes):
        if isinstance(cause, socket.gaierror):
            return say("找不到这个主机名", "no such host")
        if isinstance(cause, ssl.SSLError):
            why = str(getattr(cause, "reason", None) or cause)
            return say(f"加密连接不成（{why}）", f"no secure connection ({why})")
        if isinstance(cause, OSError) and cause.errno in SYSTEM_WORDS:
            return say(SYSTEM_WORDS[cause.errno], str(cause))
    return say("连接不上", f"connection: {causes[-1]}")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that it was raised from."""
    while error.__cause__ is not None:
        yield error
        error = error.__cause__
    yield error


def _detail(error: Any) -> object:  # noqa: ANN401  (openai is imported lazily)
    return error.body if error.body is not None else error.response.text
