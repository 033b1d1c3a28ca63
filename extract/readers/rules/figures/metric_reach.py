"""Those that an action reached: ``对3家培训机构实施停业整顿``, ``与28家医疗机构签订协议``, ``在86个行政村设立服务点``."""

from __future__ import annotations

import re

from extract.readers.rules.figures.metric_actors import PERIOD

_BEFORE = re.compile(
    r"(?:^|[，。；：、\n]|其中|[共先后已别]|[局院委厅办镇县区市会])(?P<with>对|与|为|给|在|将|组织|邀请|引导|支持|推动|带领)(?P<of>[^，。；：\d]{0,16}?)$"
)
"""Before the figure: the preposition, and what is said of those counted."""

_NP = r"(?P<np>[\u4e00-\u9fff“”（）]{1,20}?)(?:全部|逐一|逐个|逐户|均|都|分别|集中|免费|统一|上门)*"
_TREATED = re.compile(
    _NP
    + r"(?:进行|实施|开展|给予|予以|作出|采取)(?:了)?(?:全面|集中|逐一|严肃|重点|专门)?(?P<did>[\u4e00-\u9fff]{0,6}(?:检查|整顿|清查|盘点|整治|约谈|处罚|警告|谈话|提醒|停业|停产|培训|改造|修缮|维修|慰问|走访|体检|评估|审计|督导|督查|排查|整改|处分|问责|核查|抽检|监测|通报|教育|升级|考核|巡查|监管|救助|帮扶|治理|帮教|矫正|评定|评级|演练|指导|服务))(?=[，。；、\n]|$)"
)
_DONE = re.compile(
    _NP
    + r"(?P<did>(?:签订|签署|建立|设立|安装|判处|减免|发放|提供|配备|开设|建设|布设|布置|选派|派驻|组织|配置|购买|办理|落实|搭建|下达|发出|送达|降低|参加|参与|减征|追讨|追回|挽回|返还|解决|争取)(?:了)?[\u4e00-\u9fff“”（）]{2,16}?)(?=[，。；、约共\d\n]|$)"
)
_REACH = 44
"""Characters behind a figure in which the action stands."""

_EVENT = re.compile(r"对(?P<of>[\u4e00-\u9fff“”]{2,10}?)(?:开展|进行|实施|组织)(?:了)?$")
_DEED = re.compile(r"^(?P<of>[\u4e00-\u9fff“”]{2,14}?)的(?P<did>[\u4e00-\u9fff]{2,8})(?=[，。；\n]|$)")
_FINISHED = re.compile(r"(?:完成|开展|进行|实施|推进)(?:了)?$")
_SHORT = 4
"""Characters of an event that does not say by itself of what it is one."""


def reached_name(text: str, low: int, start: int, end: int) -> str | None:
    """Return the name of those that an action reached, None where the figure counts none.

    Args:
        text: the sheet's text.
        low: where the words before the figure may begin.
        start: where the figure starts.
        end: where it ends.
    """
    before = _BEFORE.search(text[max(low, start - _REACH) : start])
    if before is None:
        return None
    of = PERIOD.sub("", before.group("of"))
    behind = text[end : end + _REACH]
    treated = _TREATED.match(behind) if before.group("with") in {"对", "给", "将"} else None
    if treated:
        return treated.group("did") + of + treated.group("np")
    done = _DONE.match(behind)
    if done is None:
        return None
    return done.group("did").replace("了", "", 1) + "的" + of.removesuffix("辖区") + done.group("np")


def deed_name(text: str, start: int, end: int, noun: str) -> str | None:
    """Return ``学籍档案数字化加工`` for ``完成1.6万份学籍档案的数字化加工``, ``预案桌面推演`` for ``对预案开展了一次桌面推演``; else None."""
    deed = _DEED.match(text[end : end + _REACH]) if _FINISHED.search(text, max(0, start - 4), start) else None
    if deed:
        return deed.group("of") + deed.group("did")
    event = _EVENT.search(text, max(0, start - 20), start)
    return event.group("of") + noun if event and 0 < len(noun) <= _SHORT else None
