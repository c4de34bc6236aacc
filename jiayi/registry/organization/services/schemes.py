"""Adopt schemes of the rulebook for a region, and end an adoption; what lies in the past is never rewritten."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import events
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization.events import AdoptionEnded, SchemesAdopted
from jiayi.registry.organization.models import Adoption, Region
from jiayi.registry.organization.permissions import SCHEME_ADOPT, require_over
from jiayi.registry.organization.selectors.regions import ancestor_codes
from jiayi.registry.organization.selectors.schemes import NATIONAL
from jiayi.registry.organization.services.laws import Breach, breach, kept_by, misshapen, refuse


def hold_adoptions(region_code: str) -> Region:
    """Until the transaction ends nobody else adopts or ends here, above or below; NotVisible where there is no region.

    The region and all above it are locked from the top, so that two acts of which one lies in the other's region meet.
    """
    reaching = Region.objects.filter(code__in=ancestor_codes(region_code)).order_by("code")
    held = {region.code: region for region in reaching.select_for_update(no_key=True)}
    if region_code not in held:
        raise NotVisible
    return held[region_code]


@retrying_atomic
def adopt_schemes(
    *,
    by: Viewer,
    region_code: str,
    schemes: Sequence[str],
    starts_on: date,
    on: date,
    decided_by: str = "",
    note: str = "",
) -> list[Adoption]:
    """Have a region and all below it follow schemes from a day; a later one of the list overrides an earlier.

    `on` is the day of the act. Only a region that nothing was ever adopted for, above or below it, may start in
    the past: otherwise decisions already taken would have been taken by other rules.
    """
    require_over(by, SCHEME_ADOPT, region_code)
    region = hold_adoptions(region_code)
    if faults := _unknown(schemes, on):
        misshapen(*faults)
    if starts_on < on and _has_history(region_code):
        refuse(breach("B_ADOPTION_IN_PAST", on=on, starts_on=starts_on))
    adopted = [_adopt(region, scheme, position, starts_on, decided_by, note) for position, scheme in enumerate(schemes)]
    audit.record(
        by=by,
        act="organization.adopt_schemes",
        subject_kind="adoption",
        subject_ids=[adoption.id for adoption in adopted],
        details={"region": region_code, "schemes": list(schemes), "starts_on": starts_on, "decided_by": decided_by},
    )
    events.publish(SchemesAdopted(region_code, tuple(schemes), starts_on))
    return adopted


def _unknown(schemes: Sequence[str], on: date) -> list[Breach]:
    if not schemes:
        return [breach("E_NO_SCHEME_NAMED", on=on)]
    known = rulebook().schemes
    faults = [breach("E_SCHEME_UNKNOWN", on=on, scheme=name) for name in schemes if name not in known]
    faults += [breach("E_SCHEME_ALWAYS_HOLDS", on=on, scheme=name) for name in schemes if name == NATIONAL]
    if len(set(schemes)) < len(schemes):
        faults.append(breach("E_SCHEME_NAMED_TWICE", on=on))
    return faults


def _has_history(region_code: str) -> bool:
    reaching = Q(region_id__in=ancestor_codes(region_code)) | Q(region__code__startswith=region_code)
    return Adoption.objects.filter(reaching).exists()


def _adopt(region: Region, scheme: str, position: int, starts_on: date, decided_by: str, note: str) -> Adoption:
    taken = {"adoption_once_at_a_time": lambda: breach("B_ADOPTION_OVERLAPS", on=starts_on, scheme=scheme)}
    with kept_by(taken):
        return Adoption.objects.create(
            region=region, scheme=scheme, position=position, starts_on=starts_on, decided_by=decided_by, note=note
        )


@retrying_atomic
def end_adoption(*, by: Viewer, adoption_id: UUID, ends_on: date, on: date) -> None:
    """Give an adoption its last day, today or later; one that has not begun is taken back altogether."""
    known = Adoption.objects.filter(id=adoption_id).first()
    if known is None:
        raise NotVisible
    require_over(by, SCHEME_ADOPT, known.region_id)
    hold_adoptions(known.region_id)
    adoption = Adoption.objects.filter(id=adoption_id).first()
    if adoption is None:
        raise NotVisible
    if ends_on < on or (adoption.ends_on is not None and adoption.ends_on < on):
        refuse(breach("B_ADOPTION_IN_PAST", on=on, starts_on=ends_on))
    begun = adoption.starts_on <= on
    if begun:
        adoption.ends_on = ends_on
        adoption.save(update_fields=["ends_on", "updated_at"])
    else:
        adoption.delete()
    audit.record(
        by=by,
        act="organization.end_adoption",
        subject_kind="adoption",
        subject_ids=[adoption_id],
        details={"region": adoption.region_id, "scheme": adoption.scheme, "ends_on": ends_on if begun else None},
    )
    events.publish(AdoptionEnded(adoption.region_id, adoption.scheme, ends_on))
