"""The form of a team's month."""

from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import Form

from .fields import words


class SummaryForm(Form):
    """What a team writes of its month."""

    review = words(_("本月工作小结"), most=1000, required=True)
    problems = words(_("存在问题"), most=1000)
    measures = words(_("整改措施和下月安排"), most=1000)
