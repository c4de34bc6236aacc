"""The world in which every post knocks at every door: three places, thirteen people, and things at each place."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from jiayi.foundation.rulebook import rulebook
from jiayi.registry.access.models import User
from jiayi.registry.organization.models import Institution, Region
from tests.registry.access.factories import make_post, make_user
from tests.registry.access.places import COUNTY, FAR, NEAR, make_county
from tests.registry.access.tokens import ApiClient

ABROAD = "420325"
POSTS = tuple(rulebook().posts)
AT_THE_COUNTY = frozenset(
    {"county_bureau", "auditor", "insurer", "partner", "system_admin", "security_admin", "audit_admin"}
)


@dataclass(frozen=True)
class Place:
    """Where a thing is: near (the township of every post at an institution), far (another), abroad (another county)."""

    name: str
    township: str
    institution: Institution
    county: str


@dataclass
class Person:
    """The holder of one post, signed in to the pages and with a token of the API."""

    post: str
    user: User
    pages: Client
    api: ApiClient


@dataclass
class World:
    """Everybody and everything, made once."""

    places: dict[str, Place]
    people: dict[str, Person] = field(default_factory=dict)
    things: dict[tuple, dict[str, Any]] = field(default_factory=dict)

    def thing(self, kind: str, place: str, person: Person) -> dict[str, Any]:
        """The thing of a kind at a place, for this person, as values by name for addresses and bodies."""
        key = (kind, place, person.post)
        if key not in self.things:
            self.things[key] = THINGS[kind](self, self.places[place], person)
        return self.things[key]


Maker = Callable[[World, Place, Person], dict[str, Any]]
THINGS: dict[str, Maker] = {}


def thing(kind: str) -> Callable[[Maker], Maker]:
    """Register how a thing is made; `things.py` has them all."""

    def enter(maker: Maker) -> Maker:
        THINGS[kind] = maker
        return maker

    return enter


def make_world() -> World:
    """The regions, institutions and the holders of all posts."""
    county = make_county()
    Region.objects.create(code=ABROAD, name="房县", level="county", parent_id="4203")
    Region.objects.create(code=f"{ABROAD}100", name="城关镇", level="township", parent_id=ABROAD)
    Region.objects.create(code=f"{ABROAD}100201", name="丙村", level="village", parent_id=f"{ABROAD}100")
    abroad = Institution.objects.create(
        code="abroad", name="房县城关镇卫生院", kind="township_centre", level="township", region_id=f"{ABROAD}100"
    )
    world = World(
        {
            "near": Place("near", NEAR, county.near_centre, COUNTY),
            "far": Place("far", FAR, county.far_centre, COUNTY),
            "abroad": Place("abroad", f"{ABROAD}100", abroad, ABROAD),
        }
    )
    for post in POSTS:
        world.people[post] = _person(post, county.near_centre)
    return world


def _person(post: str, institution: Institution) -> Person:
    user = make_user(username=f"matrix.{post}", region_id=COUNTY)
    at = {"region": COUNTY} if post in AT_THE_COUNTY else {"institution": institution}
    make_post(user=user, code=post, **at)
    pages = Client(raise_request_exception=False)
    pages.force_login(user)
    return Person(post, user, pages, ApiClient(user))
