"""The portal in words."""

from .home import home_page

__all__ = ["home_page"]
