"""The decisions of referral; importing them registers them."""

from . import advice, clocks, path

__all__ = ["advice", "clocks", "path"]
