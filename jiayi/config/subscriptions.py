"""Which room hears which event: the one place that knows both sides, and maps an event to a service's arguments."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from jiayi.community.communities import services as communities
from jiayi.community.engagement import services as engagement
from jiayi.community.engagement.terms import MessageAsked
from jiayi.community.outreach import services as outreach
from jiayi.foundation.base import clock, events
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.registry.access import services as access
from jiayi.registry.organization.events import (
    InstitutionsMerged,
    PractitionerHandedOver,
    ReorganizationUndone,
    TeamDissolved,
    TeamsMerged,
    TeamSplit,
    VillagesMerged,
)
from jiayi.registry.people import services as people
from jiayi.registry.people.events import (
    DepartureUndone,
    GroupRecorded,
    MergeUndone,
    ResidentDied,
    ResidentMoved,
    ResidentsMerged,
)
from jiayi.service.agreements import services as agreements
from jiayi.service.agreements.events import AgreementsRestated, RecordOpened
from jiayi.service.care import services as care
from jiayi.service.care.events import RecordsSaved, RecordsVoided, ValueObserved
from jiayi.service.fulfilment import services as fulfilment
from jiayi.service.insurance import services as insurance
from jiayi.service.insurance.events import AdmissionsReported
from jiayi.service.prescriptions import services as prescriptions
from jiayi.service.prescriptions.events import FreeMedicineGiven
from jiayi.service.referral import services as referral
from jiayi.service.referral.events import CareHandedHome, PatientAdmitted
from jiayi.service.scheduling import services as scheduling
from jiayi.service.scheduling.events import ExaminationToBook

CARE_ENDS = {"death": "died", "moved_away": "moved"}


def _died(event: ResidentDied) -> None:
    agreements.end_agreements_of_dead(by=SystemViewer(), resident_id=event.resident_id, died_on=event.on)
    _end_care(event.resident_id, "died", event.on)
    _end_orders(event.resident_id, "died")
    referral.close_referrals_of(by=SystemViewer(), resident_id=event.resident_id, on=clock.today())
    scheduling.give_back_bookings_of(by=SystemViewer(), resident_id=event.resident_id, on=clock.today())
    engagement.withdraw_messages_of(resident_id=event.resident_id)
    communities.end_memberships_of(resident_id=event.resident_id, on=event.on)


def _moved(event: ResidentMoved) -> None:
    """One who moves within the county stays signed; one who leaves it does not; other closings end nothing."""
    if event.to_region:
        agreements.move_agreements(resident_id=event.resident_id, region_code=event.to_region, on=event.on)
        care.follow_moved_resident(resident_id=event.resident_id, region_code=event.to_region, on=clock.today())
        prescriptions.follow_moved_resident(
            resident_id=event.resident_id, region_code=event.to_region, on=clock.today()
        )
        referral.follow_moved_resident(resident_id=event.resident_id, region_code=event.to_region, on=clock.today())
        insurance.follow_moved_resident(resident_id=event.resident_id, region_code=event.to_region)
        return
    scheduling.give_back_bookings_of(by=SystemViewer(), resident_id=event.resident_id, on=clock.today())
    if event.reason == "moved_away":
        communities.end_memberships_of(resident_id=event.resident_id, on=event.on)
        agreements.end_agreements_of_moved(by=SystemViewer(), resident_id=event.resident_id, moved_on=event.on)
        _end_care(event.resident_id, "moved", event.on)
        _end_orders(event.resident_id, "moved")
        referral.close_referrals_of(by=SystemViewer(), resident_id=event.resident_id, on=clock.today())


def _end_care(resident_id: UUID, reason: str, closed_on: dt.date) -> None:
    care.end_enrolments_of(resident_id=resident_id, reason=reason, closed_on=closed_on, on=clock.today())


def _end_orders(resident_id: UUID, reason: str) -> None:
    prescriptions.end_prescriptions_of(by=SystemViewer(), resident_id=resident_id, reason=reason, on=clock.today())


def _departure_undone(event: DepartureUndone) -> None:
    reason = {"deceased": "death", "moved_away": "moved_away"}.get(event.reason)
    if reason:
        agreements.reopen_agreements(
            by=SystemViewer(),
            resident_id=event.resident_id,
            ended_on=event.departed_on,
            reason=reason,
            on=clock.today(),
        )
        care.reopen_enrolments_of(
            resident_id=event.resident_id,
            reason=CARE_ENDS[reason],
            closed_on=event.departed_on,
            on=clock.today(),
        )


def _merged(event: ResidentsMerged) -> None:
    agreements.repoint_agreements(
        merge_id=event.merge_id, kept_id=event.kept_id, merged_id=event.merged_id, on=event.on
    )
    care.repoint_records(merge_id=event.merge_id, kept_id=event.kept_id, merged_id=event.merged_id, on=event.on)
    scheduling.repoint_bookings(merge_id=event.merge_id, kept_id=event.kept_id, merged_id=event.merged_id)
    communities.repoint_members(merge_id=event.merge_id, kept_id=event.kept_id, merged_id=event.merged_id)
    outreach.repoint_attendance(merge_id=event.merge_id, kept_id=event.kept_id, merged_id=event.merged_id)
    engagement.repoint_voices(merge_id=event.merge_id, kept_id=event.kept_id, merged_id=event.merged_id)
    referral.repoint_referrals(merge_id=event.merge_id, kept_id=event.kept_id, merged_id=event.merged_id, on=event.on)
    insurance.repoint(merge_id=event.merge_id, kept_id=event.kept_id, merged_id=event.merged_id, on=event.on)


def _services_follow_merged(event: ResidentsMerged) -> None:
    fulfilment.repoint_services(merge_id=event.merge_id, kept_id=event.kept_id, merged_id=event.merged_id, on=event.on)


def _services_follow_parted(event: MergeUndone) -> None:
    fulfilment.point_services_back(kept_id=event.kept_id, merged_id=event.merged_id, moved=event.moved, on=event.on)


def _promised(event: AgreementsRestated) -> None:
    fulfilment.follow_agreements(agreement_ids=event.agreement_ids, on=event.on, today=clock.today())


def _orders_follow_merged(event: ResidentsMerged) -> None:
    prescriptions.repoint_prescriptions(
        merge_id=event.merge_id, kept_id=event.kept_id, merged_id=event.merged_id, on=event.on
    )


def _orders_follow_parted(event: MergeUndone) -> None:
    prescriptions.point_prescriptions_back(
        kept_id=event.kept_id, merged_id=event.merged_id, moved=event.moved, on=event.on
    )


def _orders_follow_agreements(event: AgreementsRestated) -> None:
    prescriptions.follow_agreements(by=SystemViewer(), agreement_ids=event.agreement_ids, on=clock.today())


def _orders_follow_records(event: RecordsSaved) -> None:
    prescriptions.follow_records(by=SystemViewer(), records=event.records, on=clock.today())


def _orders_follow_value(event: ValueObserved) -> None:
    seen = {"code": event.code, "number": event.number, "seen_on": event.on}
    prescriptions.follow_value(by=SystemViewer(), resident_id=event.resident_id, **seen, on=clock.today())


def _orders_follow_group(event: GroupRecorded) -> None:
    said = {"group": event.group, "since": event.since}
    prescriptions.follow_group(by=SystemViewer(), resident_id=event.resident_id, **said, on=clock.today())


def _orders_follow_admitted(event: PatientAdmitted) -> None:
    prescriptions.follow_admissions(by=SystemViewer(), stays=[(event.resident_id, event.on)], on=clock.today())


def _orders_follow_admissions(event: AdmissionsReported) -> None:
    prescriptions.follow_admissions(by=SystemViewer(), stays=event.stays, on=clock.today())


def _orders_unfollow_records(event: RecordsVoided) -> None:
    prescriptions.unfollow_records(
        record_ids=[one.record_id for one in event.records],
        resident_ids={one.resident_id for one in event.records},
        on=clock.today(),
    )


def _record_opened(event: RecordOpened) -> None:
    asked = MessageAsked(f"record_opened:{event.agreement_id}", "record_opened", event.resident_id, {})
    engagement.send_message(by=SystemViewer(), asked=asked, at=clock.now())


def _fulfilled(event: RecordsSaved) -> None:
    fulfilment.fulfil_by_records(by=SystemViewer(), records=event.records, today=clock.today())


def _unfulfilled(event: RecordsVoided) -> None:
    ids = [one.record_id for one in event.records]
    fulfilment.unfulfil_records(by=SystemViewer(), record_ids=ids, on=clock.today())


def _merge_undone(event: MergeUndone) -> None:
    agreements.point_agreements_back(kept_id=event.kept_id, merged_id=event.merged_id, moved=event.moved, on=event.on)
    care.point_records_back(kept_id=event.kept_id, merged_id=event.merged_id, moved=event.moved, on=event.on)
    scheduling.point_bookings_back(kept_id=event.kept_id, merged_id=event.merged_id, moved=event.moved)
    communities.point_members_back(kept_id=event.kept_id, merged_id=event.merged_id, moved=event.moved)
    outreach.point_attendance_back(kept_id=event.kept_id, merged_id=event.merged_id, moved=event.moved)
    engagement.point_voices_back(kept_id=event.kept_id, merged_id=event.merged_id, moved=event.moved)
    referral.point_referrals_back(kept_id=event.kept_id, merged_id=event.merged_id, moved=event.moved, on=event.on)
    insurance.point_back(kept_id=event.kept_id, merged_id=event.merged_id, moved=event.moved, on=event.on)


def _handed_over(event: PractitionerHandedOver) -> None:
    succession = agreements.Succession(
        leaver_id=event.practitioner_id,
        of_areas=agreements.area_successions(event.areas),
        of_teams={team.team_id: team.successor_id for team in reversed(event.teams)},
        otherwise=event.successor_id,
    )
    agreements.hand_over_agreements(by=SystemViewer(), succession=succession, on=event.left_on, act_id=event.act_id)
    scheduling.follow_handed_over(
        leaver_id=event.practitioner_id,
        of_teams=succession.of_teams,
        otherwise=event.successor_id,
        left_on=event.left_on,
        act_id=event.act_id,
    )
    agreements.notify_households(
        act_id=event.act_id, by_id=event.by_id, reason=event.reason, effective_on=event.left_on + ONE_DAY
    )


def _dissolved(event: TeamDissolved) -> None:
    agreements.end_agreements_of_team(by=SystemViewer(), team_id=event.team_id, dissolved_on=event.dissolved_on)
    scheduling.end_schedules_of_team(team_id=event.team_id, dissolved_on=event.dissolved_on)


def _posts_follow(event: InstitutionsMerged) -> None:
    access.follow_merged_institutions(act_id=event.act_id, institution_id=event.institution_id, into_id=event.into_id)


def _residents_follow(event: VillagesMerged) -> None:
    people.follow_merged_villages(act_id=event.act_id, codes=event.codes, into_code=event.into_code)


def _undone(event: ReorganizationUndone) -> None:
    scheduling.undo_merged_places(act_id=event.act_id)
    agreements.undo_reassignment(act_id=event.act_id, on=event.on)
    people.undo_merged_villages(act_id=event.act_id)
    access.undo_merged_institutions(act_id=event.act_id)


def _repeat_needs_a_reason(event: ExaminationToBook) -> None:
    care.require_asked(resident_id=event.resident_id, item=event.item, institution_id=event.institution_id, on=event.on)


def _medicines_go_on(event: CareHandedHome) -> None:
    prescriptions.draft_prescription(
        resident_id=event.resident_id,
        subject_id=event.referral_id,
        from_name=event.from_name,
        diagnosis=event.diagnosis,
        medicines=event.medicines,
        on=event.on,
        until=event.until,
    )


def _free_medicine(event: FreeMedicineGiven) -> None:
    if fulfilment.is_promised(event.resident_id, "free_drug", event.on):
        fulfilment.record_service(
            by=SystemViewer(),
            resident_id=event.resident_id,
            item="free_drug",
            done_on=event.on,
            mode="home" if event.at_home else "clinic",
            on=clock.today(),
        )


SUBSCRIPTIONS: list[tuple[type, Callable[[Any], None]]] = [
    (ResidentDied, _died),
    (RecordOpened, _record_opened),
    (ResidentMoved, _moved),
    (DepartureUndone, _departure_undone),
    (ResidentsMerged, _merged),
    (ResidentsMerged, _services_follow_merged),
    (ResidentsMerged, _orders_follow_merged),
    (MergeUndone, _merge_undone),
    (MergeUndone, _services_follow_parted),
    (MergeUndone, _orders_follow_parted),
    (PractitionerHandedOver, _handed_over),
    (TeamDissolved, _dissolved),
    (TeamsMerged, agreements.follow_merged_teams),
    (TeamsMerged, scheduling.follow_merged_teams),
    (TeamSplit, agreements.follow_split_team),
    (InstitutionsMerged, _posts_follow),
    (InstitutionsMerged, agreements.follow_merged_institutions),
    (InstitutionsMerged, scheduling.follow_merged_institutions),
    (VillagesMerged, _residents_follow),
    (VillagesMerged, agreements.follow_merged_villages),
    (VillagesMerged, scheduling.follow_merged_villages),
    (ReorganizationUndone, _undone),
    (ExaminationToBook, _repeat_needs_a_reason),
    (FreeMedicineGiven, _free_medicine),
    (CareHandedHome, _medicines_go_on),
    (AgreementsRestated, _promised),
    (RecordsSaved, _fulfilled),
    (RecordsVoided, _unfulfilled),
    (AgreementsRestated, _orders_follow_agreements),
    (RecordsSaved, _orders_follow_records),
    (RecordsVoided, _orders_unfollow_records),
    (ValueObserved, _orders_follow_value),
    (GroupRecorded, _orders_follow_group),
    (AdmissionsReported, _orders_follow_admissions),
    (PatientAdmitted, _orders_follow_admitted),
]


def connect() -> None:
    """Subscribe every handler; called once when the applications are ready."""
    for event_type, handler in SUBSCRIPTIONS:
        events.subscribe(event_type, handler)
