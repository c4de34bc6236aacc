"""Where to go after an act: only an address of this server."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def own_address(request: HttpRequest, target: str, otherwise: str = "/") -> str:
    """The target where it is an address of this server, else another one."""
    own = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if target and own else otherwise
