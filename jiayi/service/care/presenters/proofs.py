"""What is kept beside a record in words."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jiayi.foundation.ui.wording import label_of
from jiayi.service.care.models import Proof
from jiayi.service.care.terms import ProofKind

_ICONS = {ProofKind.PHOTO: "photo", ProofKind.SIGNATURE: "writing-sign", ProofKind.POSITION: "map-pin"}


def proof_rows(proofs: list[Proof]) -> list[dict[str, Any]]:
    """Each with what it is, when and by whom it was taken, and of a position where."""
    return [
        {
            "id": proof.id,
            "label": label_of(ProofKind, proof.kind),
            "icon": _ICONS[ProofKind(proof.kind)],
            "has_file": proof.attachment_id is not None,
            "place": _place(proof),
            "note": proof.note,
            "at": timezone.localtime(proof.taken_at),
            "by": proof.taken_by_name,
        }
        for proof in proofs
    ]


def _place(proof: Proof) -> str:
    if proof.latitude is None:
        return ""
    words = {"latitude": f"{proof.latitude:.5f}", "longitude": f"{proof.longitude:.5f}", "metres": proof.accuracy}
    return _("北纬 %(latitude)s，东经 %(longitude)s，误差约 %(metres)s 米") % words
