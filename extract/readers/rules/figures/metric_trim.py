"""The words of a clause less what is no part of a name: period, actor, connectives, light verbs, examples."""

from __future__ import annotations

import re

from extract.readers.rules.figures.metric_actors import PERIOD, REGION, actor_in, without_period
from extract.readers.rules.narrative.vocabulary import DOING

_CONNECTIVES = re.compile(
    r"^(?:其中|如(?=“)|包括|包含|另有|另外|此外|同时|以及|及(?!时)|和|与|且|并|即|对|将|把|为(?![^，]{1,12}(?:提供|开展|办理|安装|配备|发放|减免|购买|配送|送|落实))|从|还|共有|共计|总计|合计|共|累计|先后|已经|已(?!化解|办结|完成|整改|处理|解决|结案)|均|、|按时(?!.{0,4}率)|抽样调查|切实|积极|全面|圆满|顺利|成功|全力|甚至|仍|出现|发生"
    r"|[一二三四五六七八九]是|第一时间|发现并(?=督促|整改|消除|处置)|分[一二三四五六七八九十\d]+[批期次轮](?=.{2}))+"
)
_MEANS = re.compile(
    r"^(?:通过|利用|依托|根据|按照|针对|围绕|结合|向|在|对|于|到)[^，]{1,30}?(?=(?:共|累计|成功|移交|提供|报送|发出|进行|开展|组织))"
    r"|^为[^，]{1,30}?(?=(?:共|累计|成功|移交|报送|发出|进行|组织))|^(?:联合|会同)[^，]{1,30}?(?=开展|组织)"
    r"|^[^，]{0,6}?赴[^，]{1,24}?(?:参加|举办|开展|召开|组织)(?=.{2})|^(?:通过|利用|依托|借助)(?=“|[^，]{2,12}(?:平台|公众号|小程序|系统|微博|网站|渠道|热线))"
)
_LIGHT = re.compile(
    r"^(?:共|累计|总共|先后|成功|全面|圆满|认真|积极|及时|已)*(?:完成|梳理|排查出|组织开展|组织召开|组织|召开|举办|举行|推出|开展|进行|推动|移交|实现|发出|印发|下发|下达|出具|上报|达成|实施(?=.{3})|办理|建立|设立|评选|兑现|开行|共有|有(?!效|关|机|限|序|偿))+(?:了)?(?=.{2})"
)
LIGHT_VERB = re.compile(r"(?:完成|组织|召开|举办|举行|推出|开展|进行|设立|下达|下发|办理|出具)了?")
"""Verbs that say no more than that the thing counted was done."""

_RESULTS = re.compile(r"^.*(?:共计|累计|(?<!公)共(?![同享建和产青])|(?<!诉前)成功|先后|开展)(?=[\u4e00-\u9fff“]{2})")
_KEPT_VERBS = re.compile(r"^(?:接访|接待|受理|接处|处置|核查|打击|化解|督导)")
_TRAILING = re.compile(
    r"(?:保持在?|达到?|提高到|提升至|提升到|上升到|(?<!下)降|压缩|缩短|压减|可|为|共|了|的|约|已|(?<!平)均|突破|超过|逾|仍|高达|接近|连续[一二三四五六七八九十\d]+年)+$|(?:由|从(?!业|事))[^，]{0,6}$|(?<=满意度)(?:测评|调查|评价|测评结果)$"
)
_INNER = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:发生|召开)(?=[^的]{2,8}$)")
"""Light verbs between what is spoken of and what is counted (``行业发生事故``)."""

_PREPOSITIONS = ("对", "为", "将", "把", "向", "给", "由", "在", "与")
_TREND = re.compile(
    r"(?:平均|总体|整体|持续|明显|大幅|稳步|不断|有所|逐年|显著)*(?:下降|上升|减少|增加|增长|提高|好转|提升)?$"
)
_LISTED = re.compile(r"^(?P<list>[^等]{3,60}?)等(?P<noun>[\u4e00-\u9fff“”]{2,20})$")
_EVENT = re.compile(
    r"(?:活动|检查|整治|培训|演练|比赛|服务|讲座|课程|展演|业务|宣传|执法|督查|督导|监测|排查|调研|工作|问题|单位)$"
)
"""Heads of which the examples say the kind; without them a name would be too wide."""

_GENERIC = ("业务", "事项", "案件", "工单", "手续", "证件", "申请", "项目", "服务")
"""Nouns that name nothing without the verb before them."""

_ENOUGH = 2
"""Characters of a head that says little without its examples."""


def trimmed(said: str, *, rated: bool) -> str:
    """Return a clause without the period, actor, connectives and light verbs that open it and the verbs that close it."""
    name = _TRAILING.sub("", without_period(said))
    actor = actor_in(name, rated=rated)
    rest = name[name.index(actor) + len(actor) :] if actor else ""
    if len(rest) > 1 and (rated or "的" not in rest or _LIGHT.match(rest)):
        name = rest
    for pattern in (_CONNECTIVES, _MEANS, _CONNECTIVES):
        name = _cut(pattern, name)
    if rated:
        return name
    if not _KEPT_VERBS.match(name):
        name = _cut(_LIGHT, _cut(_RESULTS, name), keep=_GENERIC)
    name = _INNER.sub("", without_period(_cut(_CONNECTIVES, name)))
    if REGION.fullmatch(name):
        return ""
    bare = PERIOD.fullmatch(name) or name in _PREPOSITIONS or name == actor_in(name, rated=False)
    return "" if bare else without_examples(name)


def without_examples(name: str) -> str:
    """Return ``征集革命文物`` for ``征集红色书刊、老照片等革命文物``; the name itself where its head says too little alone."""
    found = _LISTED.match(name)
    if found is None or _EVENT.search(found.group("noun")):
        return name
    listed, noun = found.group("list", "noun")
    if len(noun) <= _ENOUGH and "《" not in listed:
        return name
    if listed[0] in "“《":
        return noun
    if listed.startswith("向"):
        return "向" + noun
    verb = _opening_verb(listed)
    return verb + noun if verb else name


def _opening_verb(listed: str) -> str:
    """Return the verb before a list of examples, ``""`` where none is known to open it."""
    found = DOING.match(listed) or re.match(
        r"新(?:创排|[\u4e00-\u9fff])|储备|出版|编排|征集|招募|配送|展出|推出", listed
    )
    return found.group() if found else ""


def _cut(pattern: re.Pattern[str], name: str, keep: tuple[str, ...] = ()) -> str:
    """Return the name without what the pattern opens it with, unless nothing or one of ``keep`` would be left."""
    found = pattern.match(name)
    rest = name[found.end() :] if found else name
    return name if not rest or rest in keep else rest


def trend_name(clause: str) -> str:
    """Return what a clause says has changed (``来访人数持续下降``), without its verb of change."""
    return _TREND.sub("", trimmed(clause, rated=False))
