"""Referrals over the API."""

from . import guiding, supervising
from .operations import router

router.add_router("", supervising.router)
router.add_router("", guiding.router)

__all__ = ["router"]
