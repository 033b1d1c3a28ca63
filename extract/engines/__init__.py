"""How many documents are run: on this machine or on a cluster."""
