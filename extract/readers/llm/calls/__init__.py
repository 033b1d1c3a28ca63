"""From a request to a reply: one endpoint, its limits, retries, budget, paid answers and traces."""
