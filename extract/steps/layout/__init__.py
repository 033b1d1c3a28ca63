"""How a text is laid out: lines, line breaks, paragraphs, item numbers, headings, sentences, tables."""
