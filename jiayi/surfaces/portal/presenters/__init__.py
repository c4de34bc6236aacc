"""The portal in words."""

from .agreements import agreement_pages, waiting_papers
from .home import home_page

__all__ = ["agreement_pages", "home_page", "waiting_papers"]
