"""Numbers as reports write them, read by us: quantities, Chinese numerals, dates, changes."""
