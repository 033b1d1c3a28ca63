"""Ground quotes with LangExtract; runs in LangExtract's own environment, reads cases and writes spans as JSON."""

from __future__ import annotations

import json
import sys
import time

from langextract.core import tokenizer
from langextract.core.data import Extraction
from langextract.resolver import WordAligner

TOKENIZERS = {"default": tokenizer.RegexTokenizer, "unicode": tokenizer.UnicodeTokenizer}


def ground(quote: str, text: str, tokens: tokenizer.Tokenizer) -> tuple[int, int] | None:
    """Align one quote with the text, by LangExtract's own settings."""
    groups = [[Extraction(extraction_class="quote", extraction_text=quote)]]
    aligned = WordAligner().align_extractions(groups, text, tokenizer_impl=tokens)
    found = aligned[0][0].char_interval if aligned and aligned[0] else None
    return None if found is None or found.start_pos is None else (found.start_pos, found.end_pos)


def main() -> None:
    """Read ``{"texts", "cases", "tokenizer"}`` from standard input, write ``[[start, end, milliseconds], …]``."""
    asked = json.load(sys.stdin)
    tokens = TOKENIZERS[asked["tokenizer"]]()
    answers = []
    for case in asked["cases"]:
        began = time.process_time()
        span = ground(case["quote"], asked["texts"][case["text"]], tokens)
        answers.append([*(span or (None, None)), (time.process_time() - began) * 1000])
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
