"""Tables of users, their posts at places, their authenticators, and API tokens."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django_otp.models import Device, ThrottlingMixin

from jiayi.foundation.base.encryption import decrypt
from jiayi.foundation.base.models import Entity, new_id


class User(AbstractBaseUser):
    """A person who signs in; what they may do comes from their posts alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    practitioner = models.ForeignKey(
        "organization.Practitioner", models.SET_NULL, null=True, blank=True, related_name="users"
    )
    # The region whose administrators look after this account.
    region = models.ForeignKey("organization.Region", models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    # Raised to end every session at once: a cookie made before never counts again.
    session_epoch = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BaseUserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    def get_session_auth_hash(self) -> str:
        """What a session must match to count: it changes with the password and with the epoch."""
        material = f"{self.password}.{self.session_epoch}"
        return salted_hmac("jiayi.access.session", material, algorithm="sha256").hexdigest()


class Post(Entity):
    """A user's post (rulebook/posts.yaml) at a place: a region, or an institution."""

    user = models.ForeignKey(User, models.CASCADE, related_name="posts")
    code = models.CharField(max_length=30)
    region = models.ForeignKey("organization.Region", models.PROTECT, null=True, blank=True, related_name="+")
    institution = models.ForeignKey("organization.Institution", models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(region=None, institution__isnull=False) | Q(region__isnull=False, institution=None),
                name="post_has_one_place",
            ),
        ]


class Authenticator(Entity, ThrottlingMixin, Device):
    """A user's authenticator app: time-based codes (RFC 6238) from a secret that is encrypted at rest."""

    sealed_secret = models.BinaryField()
    last_step = models.BigIntegerField(default=-1)  # a code is taken once: the next must be of a later step

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], name="authenticator_once")]

    @property
    def place(self) -> str:
        """Where the secret is bound to."""
        return f"access_authenticator.sealed_secret.{self.pk}"

    @property
    def secret(self) -> bytes:
        """The shared secret, 20 bytes."""
        return bytes.fromhex(decrypt(self.sealed_secret, self.place))

    @property
    def persistent_id(self) -> str:
        """What a session remembers; django-otp reads the part behind the slash as a whole number."""
        return f"{self.model_label()}/{self.pk.int}"

    def get_throttle_factor(self) -> int:
        """Seconds to wait after the first wrong code; doubled by each further one."""
        return 1


class ApiToken(Entity):
    """A token of the API; only its digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=60, blank=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
