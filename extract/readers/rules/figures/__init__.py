"""Figures of money, work and staff, and the changes that compare them."""
