"""The decisions of referral; importing them registers them."""

from . import advice, clocks, path, rate

__all__ = ["advice", "clocks", "path", "rate"]
