"""Send a text message to a phone: by the county's gateway, or, in a demonstration, to the server's own log.

Settings: TEXT_GATEWAY is "log", or the https address of a gateway that takes {"phone", "text"} as JSON by POST
(JIAYI_TEXT_GATEWAY); empty where there is none.
"""

import json
import logging
import urllib.error
import urllib.request

from django.conf import settings
from django.utils.translation import gettext as _

from .errors import BadShape

SECONDS = 10
logger = logging.getLogger(__name__)


def can_send() -> bool:
    """Whether there is a gateway at all."""
    return bool(settings.TEXT_GATEWAY)


def send_text(*, phone: str, text: str, gateway: str = "") -> None:
    """Send one message by the gateway of text messages, or by another of the same kind.

    BadShape where there is no gateway, or it did not take the message. Never logs the number.
    """
    address = gateway or settings.TEXT_GATEWAY
    if not address:
        raise BadShape("E_NO_TEXT_GATEWAY", _("还没有配置短信网关，不能发送验证码。"))
    if address == "log":
        logger.info("text message to a phone ending in %s: %s", phone[-2:], text)
        return
    body = json.dumps({"phone": phone, "text": text}).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS):
            return
    except (urllib.error.URLError, TimeoutError) as error:
        raise BadShape("E_TEXT_NOT_SENT", _("短信没有发出，请稍后再试。")) from error
