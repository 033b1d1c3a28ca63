"""A call without an answer, as an error that a person can act on."""

from __future__ import annotations

from extract.errors import BudgetSpentError, ConfigError, ReaderError
from extract.language import say
from extract.readers.llm.calls.trouble import CallError, Kind


def failure(error: CallError, name: str) -> ReaderError | BudgetSpentError | ConfigError:
    """Return what a call without an answer means for document ``name``, or for the run."""
    if error.kind is Kind.QUOTA:
        return BudgetSpentError(
            say(
                f"模型账户额度用尽（{error.reason}）；已付费的回答都已保存，充值后再运行一次即可继续。",
                f"The account at the endpoint is used up ({error.reason}); paid answers are kept, run again to go on.",
            ),
            document=name,
        )
    if error.unreachable and error.kind is Kind.CONFIGURATION:
        return ConfigError(
            say(
                f"模型端点连接不上（{error.reason}）；请检查 OPENAI_BASE_URL 和网络，或运行 gouji doctor。",
                f"The endpoint cannot be reached ({error.reason}); check OPENAI_BASE_URL and the network, or run gouji doctor.",
            ),
            document=name,
        )
    if error.kind is Kind.CONFIGURATION:
        return ConfigError(
            say(
                f"模型端点拒绝（{error.reason}）；请检查 OPENAI_API_KEY、OPENAI_BASE_URL 和 --model，或运行 gouji doctor。",
                f"The endpoint refuses ({error.reason}); check OPENAI_API_KEY, OPENAI_BASE_URL and --model, "
                "or run gouji doctor.",
            ),
            document=name,
        )
    return ReaderError(
        say(
            f"模型端点没有给出回答（{error.reason}）；再运行一次会重试，已付费的回答不会重付。",
            f"The endpoint gave no answer ({error.reason}); run again to retry, nothing is paid for twice.",
        ),
        document=name,
    )
