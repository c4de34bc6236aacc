"""Look for doubtful work: open findings, restate those that nobody has taken yet, withdraw what no longer holds."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide, rulebook
from jiayi.foundation.rulebook.schema import Detector
from jiayi.insight.assurance.models import Evidence, Finding
from jiayi.insight.assurance.selectors.detecting import Case, Cases, Count, cases_of
from jiayi.insight.assurance.terms import FindingState
from jiayi.registry.organization import selectors as organization

DETECTING = "assurance.detecting"  # one run at a time
PARTS = ("opened", "restated", "withdrawn")


@dataclass(frozen=True, slots=True)
class Detected:
    """What one run changed, by detector."""

    opened: Mapping[str, int]
    restated: Mapping[str, int]
    withdrawn: Mapping[str, int]

    @property
    def changed(self) -> int:
        return sum(sum(part.values()) for part in (self.opened, self.restated, self.withdrawn))


@dataclass(frozen=True, slots=True)
class Seen:
    """A count that is a finding, with where it belongs and what the decision said."""

    count: Count
    institution_id: UUID
    region_id: str
    outcome: Mapping[str, Any]


def detect(*, by: Viewer, on: dt.date) -> Detected:
    """Run every detector over the time up to `on`, each in a transaction of its own. A second run changes nothing."""
    changes = {code: detect_one(by=by, code=code, on=on) for code in rulebook().detectors}
    return Detected(*({code: change[at] for code, change in changes.items() if change[at]} for at in range(3)))


@retrying_atomic
def detect_one(*, by: Viewer, code: str, on: dt.date) -> tuple[int, int, int]:
    """Run one detector: how many findings were opened, restated, withdrawn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [DETECTING])
    detector = rulebook().detectors[code]
    with cases_of(detector, on) as cases:
        seen = _seen(detector, cases.counts(), on)
        changed = _enter(detector, cases, seen, on)
    if any(changed):
        details = {"detector": code, "on": on.isoformat(), **dict(zip(PARTS, changed, strict=True))}
        audit.record(by=by, act="assurance.detect", subject_kind="suspicion", details=details)
    return changed


def _seen(detector: Detector, counts: Sequence[Count], on: dt.date) -> dict[UUID, Seen]:
    """The counts that the decision takes for findings, by the rulebook of the place."""
    places = _places(detector, counts)
    schemes = organization.schemes_of({region for _institution, region in places.values()}, on)
    found = {}
    for count in counts:
        if count.subject_id not in places:
            continue
        institution, region = places[count.subject_id]
        facts = {"detector": detector.detector, "hits": count.hits, "total": count.total}
        outcome = decide("assurance.finding", on=on, schemes=schemes[region], facts=facts)
        if outcome["is_finding"]:
            found[count.subject_id] = Seen(count, institution, region, outcome)
    return found


def _places(detector: Detector, counts: Sequence[Count]) -> dict[UUID, tuple[UUID, str]]:
    """Where each subject belongs: of a practitioner the institution of the team, else the own one."""
    teams = organization.places_of_teams({count.team_id for count in counts if count.team_id})
    places = {count.subject_id: teams[count.team_id] for count in counts if count.team_id in teams}
    if detector.subject == "practitioner":
        places = organization.places_of_practitioners({count.subject_id for count in counts}) | places
    return places


def _enter(detector: Detector, cases: Cases, seen: Mapping[UUID, Seen], on: dt.date) -> tuple[int, int, int]:
    standing = _standing(detector)
    buckets, evidence = cases.buckets(seen), cases.evidence(seen)
    opened = [one for subject, one in seen.items() if subject not in standing]
    restated = [
        finding
        for subject, finding in standing.items()
        if subject in seen
        and finding.state == FindingState.OPEN
        and _restate(finding, seen[subject], buckets.get(subject, []), evidence[subject], on)
    ]
    gone = [one for subject, one in standing.items() if subject not in seen and one.state == FindingState.OPEN]
    made = Finding.objects.bulk_create(_finding(detector, one, buckets, on) for one in opened)
    _add_evidence((finding, evidence[_subject(finding)]) for finding in made)
    Finding.objects.filter(pk__in=[one.pk for one in gone]).update(state=FindingState.WITHDRAWN)
    return len(made), len(restated), len(gone)


def _standing(detector: Detector) -> dict[UUID, Finding]:
    """The findings of the detector that are not judged yet, locked: nobody takes one while it is restated."""
    rows = Finding.objects.select_for_update(of=("self",)).filter(
        detector=detector.detector, state__in=(FindingState.OPEN, FindingState.UNDER_REVIEW)
    )
    return {_subject(row): row for row in rows.order_by("id").prefetch_related("evidence")}


def _subject(finding: Finding) -> UUID:
    return finding.practitioner_id or finding.team_id


def _finding(detector: Detector, one: Seen, buckets: Mapping[UUID, list], on: dt.date) -> Finding:
    of_person = detector.subject == "practitioner"
    finding = Finding(
        detector=detector.detector,
        practitioner_id=one.count.subject_id if of_person else None,
        team_id=one.count.team_id if of_person else one.count.subject_id,
        opened_on=on,
    )
    _state(finding, one, buckets.get(one.count.subject_id, []), on)
    return finding


def _state(finding: Finding, one: Seen, buckets: list, on: dt.date) -> None:
    finding.institution_id, finding.region_id = one.institution_id, one.region_id
    finding.since_on, finding.until_on = min(one.count.since_on, on), on
    finding.hits, finding.total = one.count.hits, one.count.total
    finding.score, finding.reasons = one.outcome["score"], one.outcome["reasons"]
    finding.buckets, finding.rulebook_version = buckets, rulebook().version


def _restate(finding: Finding, one: Seen, buckets: list, cases: Sequence[Case], on: dt.date) -> bool:
    """Bring an open finding up to the day; whether what it says has changed."""
    before = (finding.hits, finding.total, finding.buckets, _told(finding.evidence.all()))
    after = (one.count.hits, one.count.total, buckets, _told(cases))
    if before == after and finding.until_on == on:
        return False
    _state(finding, one, buckets, on)
    finding.save()
    if before == after:
        return False
    finding.evidence.all().delete()
    _add_evidence([(finding, cases)])
    return True


def _told(cases: Iterable[Case | Evidence]) -> list[tuple[str, str, str, str]]:
    told = ((one.kind, str(one.thing_id), one.on.isoformat(), json.dumps(one.values, sort_keys=True)) for one in cases)
    return sorted(told)


def _add_evidence(pairs: Iterable[tuple[Finding, Sequence[Case]]]) -> None:
    Evidence.objects.bulk_create(
        [
            Evidence(
                finding=finding,
                kind=case.kind,
                thing_id=case.thing_id,
                resident_id=case.resident_id,
                on=case.on,
                values=case.values,
            )
            for finding, cases in pairs
            for case in cases
        ],
        batch_size=2_000,
    )
