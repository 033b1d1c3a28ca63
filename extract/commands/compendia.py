"""Which files of a run hold several reports, by what names those go, and which names have thereby gone stale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from extract.engines.outcome import Job, Split
from extract.sources.names import name_parts
from extract.steps.parts import excerpt


class Compendia:
    """The files that were split, in an earlier run or in this one; it changes as files are found to hold several.

    Args:
        earlier: names of the reports of each file that an earlier run split.
        documents: all files of this run by name, in order.
        splits: whether files are split at all.
    """

    def __init__(self, earlier: Mapping[str, Iterable[str]], documents: tuple[str, ...], *, splits: bool) -> None:
        self.splits = splits
        self._documents = documents
        self._earlier = {name: tuple(parts) for name, parts in earlier.items()}
        self._now = {name: self._earlier[name] for name in documents if splits and name in self._earlier}

    @property
    def parts(self) -> dict[str, tuple[str, ...]]:
        """Names of the reports of each file that is split, those of files outside of this run included."""
        here = frozenset(self._documents)
        return {name: parts for name, parts in self._earlier.items() if name not in here} | self._now

    @property
    def order(self) -> tuple[str, ...]:
        """All reports of this run in input order."""
        return tuple(part for name in self._documents for part in self._now.get(name, (name,)))

    def reports_of(self, document: str) -> tuple[str, ...]:
        """Return the names of the reports that a file is known to hold; its own where it holds one."""
        return self._now.get(document, (document,))

    def jobs(self, split: Split, current: Mapping[str, str]) -> Iterator[Job]:
        """Name the reports of a file and return a job for each.

        Args:
            split: the file and its parts.
            current: hash of the file that each up-to-date record was read from.
        """
        others = {name for name in self.order if name not in self._now.get(split.document, ())}
        names = name_parts(split.document, [part.department for part in split.parts], others)
        self._now[split.document] = names
        for name, part in zip(names, split.parts, strict=True):
            text = excerpt(split.text, part.span, name=name)
            yield Job(name, split.path, split.path, current.get(name), text=text)

    def stale(self, recorded: Iterable[str]) -> tuple[str, ...]:
        """Return the names that the files of this run no longer go by.

        Args:
            recorded: documents that have a record.
        """
        known = set(recorded)
        whole = {name for name in self._now if name not in self._now[name]}
        unsplit = {name for name in self._documents if name in known and name not in self._now}
        former = {part for name in (*self._now, *unsplit) for part in self._earlier.get(name, ())}
        return tuple((whole | former - set(self.order)) & known)
