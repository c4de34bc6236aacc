"""One account for every post, so that each can be tried."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import make_password

from jiayi.registry.access.models import Post, User
from jiayi.registry.organization.models import Institution, Practitioner

from .county import ADOPTED_ON, COUNTY, Township

PASSWORD = "jiayi-demo-2026"
_COUNTY_POSTS = {
    "bureau": ("county_bureau", "县卫健局"),
    "finance": ("county_bureau", "县卫健局财务科"),
    "auditor": ("auditor", "考核组"),
    "insurer": ("insurer", "医保局"),
    "insurer_office": ("insurer_office", "医保经办窗口"),
    "partner": ("partner", "民政局"),
    "system": ("system_admin", "系统管理员"),
    "security": ("security_admin", "安全管理员"),
    "audit": ("audit_admin", "审计管理员"),
}

_HELPER = "helper"  # a village liaison, who is no staff of an institution
_STAFF_POSTS = ("manager", "doctor", "nurse", "village", "referral", "pharmacist", "expert")
_NAMES = (*_COUNTY_POSTS, _HELPER, *_STAFF_POSTS)


@dataclass(frozen=True)
class Account:
    """What a visitor needs to sign in, and where the post is."""

    username: str
    post: str
    place: str


def make_accounts(townships: list[Township]) -> list[Account]:
    """An account for every post; the township's are those of the county town."""
    password = make_password(PASSWORD)
    made = []
    for username, (post, name) in _COUNTY_POSTS.items():
        _account(username, name, post, password, region_id=COUNTY)
        made.append(Account(username, post, COUNTY))
    village = townships[0].villages[0].code
    _account(_HELPER, "村级联络员", "local_helper", password, region_id=village)
    made.append(Account(_HELPER, "local_helper", village))
    for username, post, person in _staff(townships[0]):
        institution = person.institution
        _account(username, person.name, post, password, institution_id=institution.id, practitioner_id=person.id)
        made.append(Account(username, post, institution.name))
    return made


def accounts_there() -> list[Account]:
    """The accounts of a demonstration that was built before; none where the county is no demonstration."""
    posts = Post.objects.filter(user__username__in=_NAMES).select_related("user", "institution")
    found = {
        post.user.username: Account(
            post.user.username, post.code, post.institution.name if post.institution else post.region_id or COUNTY
        )
        for post in posts
    }
    return [found[name] for name in _NAMES if name in found]


def _staff(town: Township) -> list[tuple[str, str, Practitioner]]:
    centre = town.institution_id
    hospital = Institution.objects.get(kind="county_hospital").id
    village = town.village_doctors[town.villages[0].code][0]
    return [
        ("manager", "institution_manager", _one(centre, "responsible_doctor")),
        ("doctor", "doctor", _one(centre, "gp")),
        ("nurse", "nurse", _one(centre, "nurse")),
        ("village", "village_doctor", Practitioner.objects.select_related("institution").get(pk=village)),
        ("referral", "referral_desk", _one(hospital, "county_expert")),
        ("pharmacist", "pharmacist", _one(centre, "pharmacist")),
        ("expert", "doctor", _one(hospital, "county_expert", place=1)),
    ]


def _one(institution: UUID, role: str, *, place: int = 0) -> Practitioner:
    found = Practitioner.objects.filter(institution_id=institution, roles__contains=[role])
    person = found.select_related("institution").order_by("id")[place : place + 1].first()
    if person is None:
        raise LookupError(f"nobody is {role} there")
    return person


def _account(
    username: str,
    name: str,
    post: str,
    password: str,
    *,
    region_id: str | None = None,
    institution_id: UUID | None = None,
    practitioner_id: UUID | None = None,
) -> None:
    user = User.objects.create(
        username=username, name=name, password=password, practitioner_id=practitioner_id, region_id=COUNTY
    )
    Post.objects.create(user=user, code=post, region_id=region_id, institution_id=institution_id, starts_on=ADOPTED_ON)
