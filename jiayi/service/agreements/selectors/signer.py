"""Who puts the name under a paper."""

from uuid import UUID

from jiayi.service.agreements.terms import SignerCapacity, Unit

from .case import Case


def signer_of(case: Case) -> tuple[UUID, str]:
    """Who signs, and as what: as asked; else the head or eldest of a household, a minor's guardian, the resident."""
    request, residents = case.request, [signatory.facts for signatory in case.signatories]
    capacity = request.signer_capacity
    if request.signer_id:
        return request.signer_id, capacity or SignerCapacity.REPRESENTATIVE
    if request.unit == Unit.HOUSEHOLD:
        first = min(residents, key=lambda one: (not one.is_head, one.birth_date))
        return first.id, capacity or (SignerCapacity.HEAD if first.is_head else SignerCapacity.REPRESENTATIVE)
    if request.guardian_id or request.guardian_name:
        return request.guardian_id or residents[0].id, capacity or SignerCapacity.GUARDIAN
    return residents[0].id, capacity or SignerCapacity.SELF
