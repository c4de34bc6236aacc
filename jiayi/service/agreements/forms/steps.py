"""The day on which something was done for the holder of an agreement."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DateField, Form


class StepForm(Form):
    """One day, today unless told otherwise; `name` is what the service calls it."""

    def __init__(self, today: dt.date, name: str, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields[name] = DateField(label=_("日期"), latest=today, initial=today)
