"""One-time codes: sent to the phone on record, they confirm a waiting paper from wherever the signer is."""

import datetime as dt
import hashlib
import hmac
import secrets
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import TooMany
from jiayi.foundation.base.texting import send_text
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.people import services as people
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import AgreementPaper, SigningCode
from jiayi.service.agreements.selectors.papers import paper_for, waits
from jiayi.service.agreements.terms import EvidenceKind

from .evidence import add_evidence
from .preparing import confirm_agreement

LIFETIME = dt.timedelta(minutes=10)
PAUSE = dt.timedelta(minutes=1)  # between two codes for one paper
MOST_ATTEMPTS = 5


def send_code(*, by: Viewer, paper_id: UUID, at: dt.datetime) -> SigningCode:
    """Send a six-digit code to the signer's phone; a former one is no longer good.

    TooMany within a minute of the last one; BadShape where the signer has no phone, or nothing waits.
    """
    code = f"{secrets.randbelow(1_000_000):06d}"
    with transaction.atomic():
        paper, phone = _addressee(by, paper_id)
        last = SigningCode.objects.select_for_update().filter(paper=paper, used_at=None).first()
        if last and at - last.created_at < PAUSE:
            raise TooMany("E_CODE_TOO_SOON", _("刚刚发过验证码，请一分钟后再试。"))
        SigningCode.objects.filter(paper=paper, used_at=None).delete()
        sent = SigningCode.objects.create(
            paper=paper, digest=_digest(paper, code), phone_tail=phone[-4:], expires_at=at + LIFETIME
        )
        audit.record(
            by=by,
            act="agreements.send_code",
            subject_kind="agreement_paper",
            subject_ids=[paper.id],
            resident_ids=[paper.signer_id],
        )
    words = {"code": code, "number": paper.number}
    send_text(phone=phone, text=_("家庭医生签约 %(number)s 的验证码是 %(code)s，10分钟内有效。") % words)
    return sent


def sign_by_code(
    *, by: Viewer, paper_id: UUID, code: str, signed_on: dt.date, on: dt.date, at: dt.datetime
) -> AgreementPaper:
    """The signer read the code to the doctor: the waiting paper is signed. A wrong code counts; five end it."""
    paper = paper_for(by, paper_id, permission=permissions.signs_with(by))
    _take(paper, code.strip(), at)
    with transaction.atomic():
        signed = confirm_agreement(by=by, paper_id=paper_id, signed_on=signed_on, on=on)
        used = SigningCode.objects.filter(paper=paper, used_at=None).update(used_at=at)
        if not used:
            raise misshapen("E_CODE_WRONG", "code")
        add_evidence(by=by, paper_id=paper_id, kind=EvidenceKind.CODE, at=at)
    return signed


@transaction.atomic
def _count(paper: AgreementPaper) -> SigningCode | None:
    """The open code, one attempt more on it; kept although the attempt may fail."""
    kept = SigningCode.objects.select_for_update().filter(paper=paper, used_at=None).first()
    if kept:
        kept.attempts += 1
        kept.save(update_fields=["attempts", "updated_at"])
    return kept


def _take(paper: AgreementPaper, code: str, at: dt.datetime) -> None:
    kept = _count(paper)
    if kept is None or kept.expires_at <= at or kept.attempts > MOST_ATTEMPTS:
        raise misshapen("E_CODE_OVER", "code")
    if not hmac.compare_digest(kept.digest, _digest(paper, code)):
        raise misshapen("E_CODE_WRONG", "code")


def _addressee(by: Viewer, paper_id: UUID) -> tuple[AgreementPaper, str]:
    paper = paper_for(by, paper_id, permission=permissions.signs_with(by))
    if not waits(paper):
        raise misshapen("E_NOT_WAITING")
    reason = _("发送签约验证码")
    phone = people.reveal_numbers(by=by, resident_id=paper.signer_id, names=("phone",), reason=reason)["phone"]
    if not phone:
        raise misshapen("E_SIGNER_WITHOUT_PHONE")
    return paper, phone


def _digest(paper: AgreementPaper, code: str) -> str:
    return hashlib.sha256(f"{paper.id}:{paper.verification_code}:{code}".encode()).hexdigest()
