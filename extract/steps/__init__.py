"""Pure steps of the pipeline, each a function over frozen data."""
