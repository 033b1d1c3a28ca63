"""Named packs of topics, metric categories, events and labels."""
