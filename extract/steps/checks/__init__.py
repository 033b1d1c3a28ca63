"""勾稽: the cross-checks, one rule one function."""
