"""Two closed months: the first is scored, told in a circular and settled; the second stands open to objections."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jiayi.foundation.base.viewer import Viewer
from jiayi.insight.indicators.services import close_period
from jiayi.insight.performance import selectors, services
from jiayi.insight.performance.models import Assessment, Circular, Settlement
from jiayi.insight.performance.services.settling import Asked
from jiayi.insight.performance.terms import CircularKind, Entered
from jiayi.registry.access import selectors as access
from jiayi.registry.access.models import User

from .county import COUNTY
from .habits import at_ten

SCORING, FUND, OTHER_FUND = "county-standard", "public_health_subsidy", "insurance_fund"
YEAR_OF_A_PERSON_FEN, PREPAID = 2_000, Decimal("0.5")
OPENED, FINISHED, SETTLED = timedelta(days=3), timedelta(days=11), timedelta(days=14)
CLAIMED, TEAMS_CLAIMED = ("follow_up_hypertension", "follow_up_diabetes"), 4
_FOUND_TRUE = {"diligent": 0.97, "sloppy": 0.92, "forging": 0.62}  # of what was asked after
_SATISFIED = {"diligent": 88.0, "sloppy": 74.0, "forging": 61.0}
_FOLLOWS = (
    ("talk", "部分随访记录与居民所述不符", "回访真实率低于通报线，主要负责人约谈"),
    ("correction_order", "随访不及时、记录缺项", "限一个月内补齐并报整改情况"),
)
_CLOSING = "各团队对照定期报表逐项核查，下月底前完成整改；核查情况纳入年终结算。"  # data, not for translation
Styles = Mapping[str, Any]


def assess_and_settle(days: Sequence[date], styles: Styles, on: date) -> None:
    """Everything that follows from the last two of these ends of months, by the people whose work it is."""
    if len(days) < 2:
        return
    bureau = _person("bureau")
    settled, latest = days[-2:]
    final = _final(bureau, _scored(bureau, settled, styles), settled)
    _tell(bureau, final, settled + SETTLED)
    _pay(bureau, final, settled)
    _claim(bureau, final, settled)
    opened = _scored(bureau, latest, styles)
    services.open_assessment(by=bureau, assessment=opened, on=on)
    _object(opened, on)


def _person(username: str) -> Viewer:
    return access.viewer_of(User.objects.get(username=username))


def _scored(bureau: Viewer, day: date, styles: Styles) -> Assessment:
    """A closed month's scores, with what was asked by telephone; forging teams were found out."""
    close = close_period(by=bureau, county=COUNTY, as_of=day, at=at_ten(day + timedelta(days=2)))
    made = services.assess(by=bureau, close=close, scoring=SCORING)
    style_of = {name: "sloppy" for name in styles.get("sloppy", [])}
    style_of |= {one["team"]: "forging" for one in styles["forging"]}
    for score in made.scores.select_related("team"):
        style = style_of.get(score.team.name, "diligent")
        points, share = {"satisfaction": _SATISFIED[style]}, _FOUND_TRUE[style]
        entered = Entered(score.team_id, points, share, f"{day:%Y-%m} 电话回访和满意度调查")
        services.enter_points(by=bureau, assessment=made, entered=entered)
    return made


def _final(bureau: Viewer, made: Assessment, day: date) -> Assessment:
    opened = services.open_assessment(by=bureau, assessment=made, on=day + OPENED)
    return services.finish_assessment(by=bureau, assessment=opened, on=day + FINISHED)


def _tell(bureau: Viewer, final: Assessment, on: date) -> Circular:
    """The circular, with what was decided for each team that is criticised."""
    made = services.draft_circular(by=bureau, assessment=final)
    for line in made.lines.filter(kind=CircularKind.CRITICISM):
        consequence, text, reason = _FOLLOWS[0 if line.needs_audit else 1]
        decided = services.Decided(str(line.team_id), text, consequence, reason)
        services.decide_consequence(by=bureau, circular=made, decided=decided, on=on)
    services.write_circular(by=bureau, circular=made, opening=made.opening, closing=_CLOSING)
    return services.issue_circular(by=bureau, circular=made, on=on)


def _pay(bureau: Viewer, final: Assessment, day: date) -> None:
    """Half of the year's money in advance, the quarter settled by scores; another fund's waits for a second person."""
    signed = selectors.signed_by_team(bureau, COUNTY)
    year, quarter = sum(signed.values()) * YEAR_OF_A_PERSON_FEN, (day.month + 2) // 3
    told = Asked(COUNTY, FUND, year, day.year)
    first = date(day.year, 1, 20)
    _approve(services.prepay(by=bureau, asked=told, share=PREPAID, signed=signed, on=first), first)
    due, on = Asked(COUNTY, FUND, year * quarter // 4, day.year, quarter), day + SETTLED
    _approve(services.settle(by=bureau, asked=due, assessment=final, on=on), on)
    other = Asked(COUNTY, OTHER_FUND, year * quarter // 8, day.year, quarter)
    waits = services.settle(by=bureau, asked=other, assessment=final, on=on)
    services.approve_settlement(by=_person("auditor"), settlement=waits, on=on, at=at_ten(on))


def _approve(settlement: Settlement, on: date) -> None:
    for username in ("auditor", "finance"):
        services.approve_settlement(by=_person(username), settlement=settlement, on=on, at=at_ten(on))


def _claim(bureau: Viewer, final: Assessment, day: date) -> None:
    """The month's follow-ups of some teams from one fund; the other asks for the first team's too, and is told."""
    teams = [score.team_id for score in final.scores.order_by("-final", "team__name")[:TEAMS_CLAIMED]]
    asked = {"by": bureau, "period": f"{day:%Y-%m}", "on": day + FINISHED}
    for team in teams:
        for item in CLAIMED:
            services.claim_done(team_id=team, fund=FUND, item=item, **asked)
    services.claim_done(team_id=teams[0], fund=OTHER_FUND, item=CLAIMED[0], **asked)


def _object(opened: Assessment, on: date) -> None:
    """The manager of the county town asks again about one of the own teams."""
    manager = User.objects.get(username="manager")
    own = manager.posts.values_list("institution_id", flat=True)
    score = opened.scores.filter(team__institution_id__in=own).select_related("assessment", "team").first()
    if score is not None:
        text = "本月新签居民的协议下月生效，请核对签约数。"  # data, not for translation
        services.object_to_score(by=access.viewer_of(manager), score=score, text=text, on=on, at=at_ten(on))
