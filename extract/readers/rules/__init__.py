"""The offline, deterministic reader."""
