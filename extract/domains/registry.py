"""The packs that ship with gouji, by name."""

from __future__ import annotations

from extract.domains.general import GENERAL
from extract.domains.pack import Domain
from extract.domains.petition import PETITION
from extract.errors import ConfigError
from extract.language import say

DOMAINS = (PETITION, GENERAL)


def domain_named(name: str) -> Domain:
    """Return the pack of that name.

    Raises:
        ConfigError: there is none; the message lists those there are.
    """
    for domain in DOMAINS:
        if domain.name == name:
            return domain
    known = ", ".join(domain.name for domain in DOMAINS)
    raise ConfigError(
        say(f"没有名为“{name}”的领域包；可用：{known}。", f"There is no domain pack {name!r}; there are: {known}.")
    )
