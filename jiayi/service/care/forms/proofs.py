"""What is kept beside a record: a photo, a drawn signature, the position; each with the words of consent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DrawnField, Form
from jiayi.service.care.terms import Position, ProofKind


class _Consenting(Form):
    consented = forms.BooleanField(
        label=_("居民（或监护人）已知道用途并同意"),
        help_text=_("只作这次服务的佐证，随记录保存，仅有权查阅该记录的人能看到。"),
        required=False,
    )


class PhotoForm(_Consenting):
    """A photo of the service."""

    kind = ProofKind.PHOTO
    file = forms.FileField(
        label=_("照片"),
        help_text=_("PNG 或 JPEG，不超过 10 MB。"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg", "capture": "environment"}),
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def given(self) -> dict[str, Any]:
        """What the service takes."""
        file = self.cleaned_data["file"]
        return {"content": file.read(), "file_name": file.name, "note": self.cleaned_data["note"]}


class SignatureForm(_Consenting):
    """A signature drawn on the screen."""

    kind = ProofKind.SIGNATURE
    signature = DrawnField()

    def given(self) -> dict[str, Any]:
        """What the service takes."""
        return {"content": self.cleaned_data["signature"], "file_name": "signature.png"}


class PositionForm(_Consenting):
    """Where the device says that it is."""

    kind = ProofKind.POSITION
    latitude = forms.DecimalField(max_digits=9, decimal_places=6, widget=forms.HiddenInput)
    longitude = forms.DecimalField(max_digits=9, decimal_places=6, widget=forms.HiddenInput)
    accuracy = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)

    def given(self) -> dict[str, Any]:
        """What the service takes."""
        return {"position": Position(*(self.cleaned_data[name] for name in ("latitude", "longitude", "accuracy")))}


PROOF_FORMS = {form.kind: form for form in (PhotoForm, SignatureForm, PositionForm)}
