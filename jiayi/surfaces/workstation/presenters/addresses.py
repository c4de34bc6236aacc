"""Addresses of rooms that may not be part of this house."""

from django.urls import NoReverseMatch, reverse


def address(route: str, *arguments: object) -> str:
    """The address of a page; "" where the room that has it is not installed."""
    try:
        return reverse(route, args=arguments)
    except NoReverseMatch:
        return ""
