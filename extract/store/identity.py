"""What makes two readings of a text the same: the key by which a second run skips what is done."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """Everything besides the text that decides what a record says.

    ``prompts`` maps task to version and hash; ``extra`` holds further options that change results
    (the answers' hash of a replay, the weights of the confidence), as pairs of name and value.
    """

    reader: str
    version: str
    schema: str
    domain: str
    model: str | None = None
    prompts: tuple[tuple[str, str], ...] = ()
    redact: bool = False
    samples: int = 1
    extra: tuple[tuple[str, str], ...] = ()

    def key(self, text_sha256: str) -> str:
        """Return the key of a record of this text: 32 hexadecimal digits."""
        parts = asdict(self) | {"prompts": sorted(self.prompts), "extra": sorted(self.extra), "text": text_sha256}
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]
