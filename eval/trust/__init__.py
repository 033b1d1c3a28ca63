"""How far confidence can be trusted: judged leaves, fitted weights, reliability, a review threshold with a guarantee."""
