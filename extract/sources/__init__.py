"""One file per format, from bytes to RawDocument."""
