"""Files of referrals."""

from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.referral.models import Referral, ReferralFile

from .referrals import referral_for


def files_of(referral: Referral) -> QuerySet[ReferralFile]:
    """The files that go with a referral, the first first. The caller has found the referral for its viewer."""
    return referral.files.filter(removed_at=None).order_by("added_at", "id")


def file_for(viewer: Viewer, file_id: UUID) -> ReferralFile:
    """One file of a referral in reach; NotVisible otherwise, and once it was taken out."""
    found = ReferralFile.objects.filter(id=file_id, removed_at=None).first()
    if found is None:
        raise NotVisible
    found.referral = referral_for(viewer, found.referral_id)
    return found
