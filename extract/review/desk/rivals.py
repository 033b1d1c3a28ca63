"""Second readings of the reports under review, each made once."""

from __future__ import annotations

import threading
from collections import OrderedDict

from extract.review.desk.detail import second_reading
from extract.review.desk.state import Ground
from extract.steps.rivals import Rival

KEPT = 64


class Rivals:
    """Makes a second reading when the first card of a document is opened, and keeps the newest ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str], Rival | None] = OrderedDict()

    def of(self, ground: Ground) -> Rival | None:
        """Return the second reading of a document, None where there is none."""
        run = ground.record.run
        key = (ground.text_sha256, run.id if run else "")
        with self._lock:
            if key not in self._known:
                self._known[key] = second_reading(ground)
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
            return self._known[key]
