"""The WSGI application that the production server runs."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiayi.config.settings.production")
application = get_wsgi_application()


def _warm_up() -> None:
    """Read the rulebook and all addresses before the first request: seconds that nobody should wait for."""
    from jiayi.foundation.rulebook import decisions, rulebook

    rulebook().read_all()
    decisions()
    get_resolver().url_patterns  # noqa: B018


_warm_up()
