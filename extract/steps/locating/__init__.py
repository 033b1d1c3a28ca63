"""What grounding stands on: an index of seeds and a guarded alignment."""
