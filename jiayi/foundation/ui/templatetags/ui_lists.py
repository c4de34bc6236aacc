"""Tags of list pages: sortable headings and page addresses."""

from django import template

from jiayi.foundation.ui.lists import ListPage

register = template.Library()


@register.inclusion_tag("ui/components/sort_header.html")
def sort_header(page: ListPage, name: str, number: bool = False) -> dict:
    """A table heading that sorts the list by the sort of this name."""
    return {"state": page.sort_state(name), "number": number}


@register.simple_tag
def page_url(page: ListPage, cursor: str) -> str:
    """The address of the page at a cursor."""
    return page.query(cursor=cursor)


@register.simple_tag
def sort_url(page: ListPage, name: str) -> str:
    """The address of the list in the order of this name."""
    return page.query(sort=name)
