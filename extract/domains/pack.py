"""What a domain pack holds: closed sets with their meaning, and the words that point at them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One member of a closed set.

    ``key`` is the identifier in records, ``zh`` its Chinese name, ``covers`` what it means (Chinese, used in
    prompts), ``covers_en`` the same in English. ``words`` are terms of the genre that point at it, strongest first.
    Of topics ``decisive`` words outweigh any others, ``faint`` ones point at it only where no other word stands.
    Of categories, in patterns, ``openings`` decide where a name opens with them, ``things`` whatever is done with
    them, ``acts`` where the thing does not; then ``words`` are the weakest hint.
    """

    key: str
    zh: str
    covers: str
    covers_en: str
    words: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()
    faint: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Domain:
    """A named pack: the topics of measures, problems and improvements, and the categories of metrics.

    ``otherwise`` is the topic of a title that no word tells. ``made_for`` are words that the name of a department has
    for which the pack is made; none where it suits all.
    """

    name: str
    zh: str
    topics: tuple[Term, ...]
    categories: tuple[Term, ...]
    otherwise: str = "other"
    made_for: tuple[str, ...] = ()

    def suits(self, department: str) -> bool:
        """Whether the pack is made for a department of that name."""
        return not self.made_for or any(word in department for word in self.made_for)

    def topic(self, key: str) -> Term:
        """Return the topic of that key; ``KeyError`` names the legal ones."""
        return _of(self.topics, key)

    def category(self, key: str) -> Term:
        """Return the metric category of that key; ``KeyError`` names the legal ones."""
        return _of(self.categories, key)


def words(listed: str) -> tuple[str, ...]:
    """Return the words of a list written with spaces between them, strongest first."""
    return tuple(listed.split())


def _of(terms: tuple[Term, ...], key: str) -> Term:
    for term in terms:
        if term.key == key:
            return term
    msg = f"{key!r} is not one of {', '.join(term.key for term in terms)}"
    raise KeyError(msg)
