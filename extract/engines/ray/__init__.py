"""Many documents on a Ray cluster: Ray Data reads them, maps them over workers and writes the shards."""
