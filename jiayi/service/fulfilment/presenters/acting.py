"""What the form of a service by hand offers."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.rulebook import rulebook
from jiayi.service.fulfilment.models import Entitlement
from jiayi.service.fulfilment.services.by_hand import is_open_to_all

from .words import item_label


def items_by_hand(resident: Any, on: dt.date) -> list[tuple[str, Any]]:
    """The services without a form, those promised to the resident first, then those that need no agreement."""
    held = Entitlement.objects.filter(resident_id=resident.id, is_withdrawn=False, starts_on__lte=on, ends_on__gte=on)
    promised = set(held.values_list("item", flat=True))
    without_form = [code for code, item in rulebook().items.items() if not item.fulfilled_by]
    first = [code for code in without_form if code in promised]
    open_to_all = [c for c in without_form if c not in promised and is_open_to_all(resident.region_id, c, on)]
    groups = [(_("协议约定的服务"), first), (_("不需签约的基本服务"), open_to_all)]
    return [(title, [(code, item_label(code)) for code in codes]) for title, codes in groups if codes]
