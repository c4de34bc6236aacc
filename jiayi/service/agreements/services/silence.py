"""Renewal in silence: notice was given, nobody objected, and the scheme says that this renews (S2.6-13, S2.7-10)."""

import datetime as dt
import functools
from uuid import UUID

from jiayi.foundation.core.dates import ONE_DAY
from jiayi.foundation.rulebook import decide, find_value, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements.models import Agreement, AgreementPackage
from jiayi.service.agreements.terms import Channel, Kind

_COPIED = (
    "paper_id",
    "resident_id",
    "household_id",
    "party",
    "team_id",
    "institution_id",
    "responsible_person_id",
    "contact_person_id",
    "assistant_id",
    "guardian_id",
    "guardian_name",
    "guardian_relation",
    "region_id",
    "groups",
    "package_codes",
    "state",
    "suspended_on",
    "resumes_on",
    "suspension_reason",
)


def those_renewed(over: list[Agreement]) -> set[UUID]:
    """The ids of agreements that renew by themselves on the day after their last."""
    schemes_on = functools.cache(organization.schemes_for)
    state_of = functools.cache(_renews)
    found = set()
    for agreement in over:
        if agreement.kind == Kind.SUPPLEMENTARY:
            continue
        day = _next_day(agreement)
        schemes = tuple(schemes_on(agreement.region_id, day))
        if state_of(day, schemes, agreement.ends_on, agreement.objected_on is not None, agreement.notified_on):
            found.add(agreement.id)
    return found


def _renews(
    day: dt.date, schemes: tuple[str, ...], ends_on: dt.date, objects: bool, notified_on: dt.date | None
) -> bool:
    facts = {"ends_on": ends_on, "resident_objects": objects, "notified_on": notified_on}
    return decide("agreements.renewal", on=day, schemes=schemes, facts=facts)["renews_automatically"]


def _next_day(agreement: Agreement) -> dt.date:
    return agreement.ends_on + ONE_DAY


def renew_in_silence(former: list[Agreement]) -> list[Agreement]:
    """The agreements that follow, on the same papers, with the same promises."""
    term_of = functools.cache(_term)
    schemes_on = functools.cache(organization.schemes_for)
    following = []
    for agreement in former:
        schemes = tuple(schemes_on(agreement.region_id, _next_day(agreement)))
        following.append(_following(agreement, schemes, term_of(agreement.ends_on, schemes)))
    Agreement.objects.bulk_create(following, batch_size=500)
    _copy_packages({one.previous_id: one.id for one in following})
    return following


def _term(ends_on: dt.date, schemes: tuple[str, ...]) -> dict:
    day = ends_on + ONE_DAY
    years = find_value("agreement.default_years", day, schemes)
    facts = {"kind": "renewal", "previous_ends_on": ends_on, "years": years.value.get("renewal", 1) if years else 1}
    term = decide("agreements.term", on=day, schemes=schemes, facts=facts)
    notice = decide("agreements.renewal", on=day, schemes=schemes, facts={"ends_on": term["ends_on"]})
    return {
        "starts_on": term["starts_on"],
        "ends_on": term["ends_on"],
        "notice_from": notice["notice_from"],
        "reasons": term["reasons"],
    }


def _following(former: Agreement, schemes: tuple[str, ...], term: dict) -> Agreement:
    return Agreement(
        kind=Kind.RENEWAL,
        signed_on=term["starts_on"],
        previous_id=former.id,
        is_silent=True,
        schemes=list(schemes),
        rulebook_version=rulebook().version,
        entered_by_name="system",
        channel=Channel.SILENT_RENEWAL,
        **term,
        **{name: getattr(former, name) for name in _COPIED},
    )


def _copy_packages(new_ids: dict[UUID, UUID]) -> None:
    packages = list(AgreementPackage.objects.filter(agreement_id__in=new_ids))
    for package in packages:
        package.pk = None
        package._state.adding = True
        package.agreement_id = new_ids[package.agreement_id]
    AgreementPackage.objects.bulk_create(packages, batch_size=500)
