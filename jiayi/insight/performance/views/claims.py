"""Services that funds pay: claimed by team, item and month; what one fund pays, no other pays again."""

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.rulebook import find_value, rulebook, value_on
from jiayi.insight.performance import permissions, presenters, selectors, services
from jiayi.registry.organization import selectors as organization


@login_required
@require_http_methods(["GET", "POST"])
def claims(request: HttpRequest) -> HttpResponse:
    """What is claimed so far, by month, item and fund; POST claims an item of a team for a fund."""
    scope, today = request.viewer.scope(permissions.MONEY_READ), clock.today()
    county = next((prefix for prefix in scope.region_prefixes if len(prefix) == 6), "")
    if not county:
        raise NotVisible
    may_claim = request.viewer.scope(permissions.PROPOSE).holds_region(county)
    if request.method == "POST":
        if not may_claim:
            raise NotVisible
        _claim(request)
        return redirect("performance:claims")
    schemes, language = organization.schemes_for(county, today), get_language() or ""
    sources = find_value("subsidy.sources", today, schemes)
    items = rulebook().items
    worth = [one for one in value_on("performance.work_units", today, schemes) if one in items]
    context = {
        "rows": [
            row
            | {
                "item": items[row["item"]].label(language) if row["item"] in items else row["item"],
                "fund": presenters.fund_label(row["fund"], language),
            }
            for row in selectors.claims(request.viewer, county)
        ],
        "may_claim": may_claim,
        "teams": organization.team_choices(request.viewer, permissions.PROPOSE, today) if may_claim else [],
        "items": [(one, items[one].label(language)) for one in worth],
        "funds": [(one, presenters.fund_label(one, language)) for one in (sources.value if sources else [])],
        "period": f"{today:%Y-%m}",
    }
    return render(request, "performance/claims.html", context)


def _claim(request: HttpRequest) -> None:
    asked, language = request.POST, get_language() or ""
    fund, item = asked.get("fund", ""), asked.get("item", "")
    try:
        if not fund or item not in rulebook().items:
            raise ValueError(fund)
        team = UUID(asked.get("team", ""))
        paid = services.claim_done(
            by=request.viewer, team_id=team, fund=fund, item=item, period=asked.get("period", ""), on=clock.today()
        )
    except ValueError:
        messages.error(request, _("请选择团队和月份。"))
        return
    counted = Counter(paid.values())
    words = [f"{presenters.fund_label(one, language)} {count}" for one, count in sorted(counted.items())]
    if counted and set(counted) != {fund}:
        messages.warning(request, _("已由其他资金支付的不重复计：") + "，".join(words))
    else:
        messages.success(request, _("已登记 %(count)s 人。") % {"count": counted[fund]})
