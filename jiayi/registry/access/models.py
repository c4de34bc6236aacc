"""Tables of users, their posts at places, and API tokens."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity, new_id


class User(AbstractBaseUser):
    """A person who signs in; what they may do comes from their posts alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    practitioner = models.ForeignKey(
        "organization.Practitioner", models.SET_NULL, null=True, blank=True, related_name="users"
    )
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BaseUserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]


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


class ApiToken(Entity):
    """A token of the API; only its digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=60, blank=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
