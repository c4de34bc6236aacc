"""One-time codes, and the sessions they begin. Neither holds a phone number in the open, nor a token."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class SignInCode(Entity):
    """A code that somebody asked for with a phone number; whether anybody has that phone stands nowhere here."""

    phone_key = models.BinaryField()  # people.phone_key
    # A paper's code was scanned: the one it leads to.
    signer = models.ForeignKey("people.Resident", models.CASCADE, null=True, blank=True, related_name="+")
    address_index = models.BinaryField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["phone_key", "-asked_at"], name="sign_in_code_of_phone"),
            models.Index(fields=["address_index", "-asked_at"], name="sign_in_code_of_address"),
            models.Index(fields=["asked_at"], condition=Q(handled_at=None), name="sign_in_code_to_handle"),
        ]


class PortalSession(Entity):
    """A signed-in resident; only the digest of the cookie is kept. `subject` is whose pages are shown."""

    digest = models.CharField(max_length=64, unique=True)
    phone_key = models.BinaryField()  # whose holders may be chosen
    # None: several people have this phone, and one is still to be chosen.
    resident = models.ForeignKey("people.Resident", models.CASCADE, null=True, blank=True, related_name="+")
    subject = models.ForeignKey("people.Resident", models.CASCADE, null=True, blank=True, related_name="+")
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
