"""Small documents and stand-ins for tests of the model reader."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from extract.domains.petition import PETITION
from extract.model.text import RawDocument, Reading
from extract.pipeline import prepare
from extract.ports import Reader
from extract.readers.llm.asks.tasks import TASKS
from extract.readers.llm.asks.templates import Prompts
from extract.readers.llm.calls.cache import MemoryCache, Reply
from extract.readers.llm.calls.exchange import Exchange
from extract.readers.llm.calls.ladder import Ladder
from extract.readers.llm.calls.limits import Limiter
from extract.readers.llm.calls.retry import Policy
from extract.readers.llm.calls.usage import Budget
from extract.readers.llm.calls.wire import Wire
from extract.readers.llm.reader import Manner, ModelReader
from extract.settings import Price

SMALL = """2023年度临江县水利局部门整体支出绩效自评报告

部门名称：临江县水利局
填报人：沈明远
联系电话：0731-82223344

一、部门基本情况
（一）部门职能
1.拟订全县水利规划并监督实施。
2.负责防汛抗旱工作。
（二）人员情况
核定编制20人，年末在职19人。

二、重点工作任务
（一）加强河道治理。全年清淤河道12条，发出督办函6份。
（二）抓好宣传培训。组织培训4期320人次。

三、资金情况
2023年预算1200万元，实际支出1140万元，预算执行率95%。

四、存在的问题
（一）预算执行进度偏慢。部分项目招标启动较晚。
（二）业务人员力量不足。

五、改进措施
（一）加快预算执行。按月通报支出进度。
（二）加强队伍建设。定期组织轮训。
"""

PRICE = Price(prompt=Decimal(2), completion=Decimal(8), cached=Decimal("0.5"))


def small(name: str = "small", text: str = SMALL) -> Reading:
    """Return a small report, cut into units."""
    return prepare(RawDocument(name, text))


@dataclass
class FakeClient:
    """Answers each request with what ``answering`` makes of its body, and keeps the bodies."""

    answering: Callable[[dict[str, Any]], Reply]
    bodies: list[dict[str, Any]] = field(default_factory=list)

    async def complete(self, body: bytes) -> tuple[Reply, Mapping[str, str]]:
        """Answer at once; an error of ``answering`` comes out as it is."""
        self.bodies.append(json.loads(body))
        return self.answering(json.loads(body)), {}


def prompts() -> Prompts:
    """Return the prompts that ship with gouji, for petitions."""
    return Prompts(PETITION)


def wire(client: Any, **changes: Any) -> Wire:
    """Return a wire with quick retries."""
    parts: dict[str, Any] = {
        "client": client,
        "endpoint": "http://test/v1",
        "cache": MemoryCache(),
        "ladder": Ladder(),
        "limiter": Limiter(8),
        "budget": Budget(),
        "policy": Policy(attempts=6, deadline=30.0, base=0.01, cap=0.05),
    }
    asking = {
        name: changes.pop(name)
        for name in ("extra", "temperature", "sampling_temperature", "logprobs")
        if name in changes
    }
    model = changes.pop("model", "gouji-test")
    exchange = Exchange(**(parts | changes))
    return Wire(exchange, model, exchange.endpoint, exchange.price, **asking)


def exchange_of(over: Wire) -> Exchange:
    """Return what makes the calls of a wire in tests."""
    assert isinstance(over.caller, Exchange)
    return over.caller


def reader(over: Wire, *, other: Wire | None = None, offline: Reader | None = None, **manner: Any) -> ModelReader:
    """Return a model reader over a wire."""
    return ModelReader(over, prompts(), Manner(**({"tasks": TASKS} | manner)), other=other, offline=offline)


GOLD = Path(__file__).parents[2] / "gold" / "reports"
