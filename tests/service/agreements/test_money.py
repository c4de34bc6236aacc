"""What payers pay adds up, fen for fen: over all packages, prices, payers and members of a paper."""

import contextlib
import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayi.service.agreements import selectors, services
from jiayi.service.agreements.models import AgreementPackage
from jiayi.service.agreements.rules.packages import charge_class, charged_fen, price_fen
from jiayi.service.agreements.terms import Payer
from tests.registry.organization.factories import make_viewer

from .factories import make_household, make_village, request_for
from .packages import Place, published, with_content

PAYERS = [str(payer) for payer in Payer]
FEN = st.integers(0, 50_000)
SHARES = st.fixed_dictionaries(dict.fromkeys(PAYERS, FEN)).filter(lambda shares: sum(shares.values()) > 0)
DAY = dt.date(2026, 11, 2)


@contextlib.contextmanager
def one_county():
    """Each example finds the database as the test found it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@given(st.dictionaries(st.sampled_from(PAYERS), FEN), st.sets(st.sampled_from(PAYERS)))
def test_a_price_is_the_sum_of_its_payers_and_what_is_charged_a_part_of_it(shares, charged):
    price, own_part = price_fen(shares), charged_fen(shares, charged)
    assert price == sum(shares.values()) and 0 <= own_part <= price
    assert own_part + charged_fen(shares, set(PAYERS) - charged) == price
    assert (charge_class(shares, charged) == "free") == (own_part == 0)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prices=st.lists(SHARES, min_size=1, max_size=3), members=st.integers(1, 4), data=st.data())
def test_a_papers_total_is_the_sum_of_what_each_payer_owes_for_each_member(prices, members, data, db):
    """Shown before the signature, stored with it, and added up by package, by member and by payer."""
    with one_county():
        village, household = make_village(), make_household(members=members)
        institution = village.team.institution
        keeper = make_viewer("package_read", "package_write", institutions=(institution.id,))
        place = Place(institution, keeper, make_viewer("package_read", "package_approve", regions=("420324",)))
        codes = [
            published(place, with_content(name_zh=f"包{number}", payers_fen=shares), on=DAY).package.code
            for number, shares in enumerate(prices)
        ]
        people = list(household.members.order_by("id"))
        ids = [one.id for one in people]
        holders = {
            code: tuple(data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True), label=code))
            for code in codes
        }
        holders[codes[0]] = tuple(ids)  # everybody has one
        asked = request_for(
            village,
            *people,
            packages=tuple(codes),
            package_holders=holders,
            household_id=household.id,
            unit="household",
        )
        expected = {
            payer: sum(shares[payer] * len(holders[code]) for code, shares in zip(codes, prices, strict=True))
            for payer in PAYERS
        }
        preview = selectors.preview_signing(village.by, asked, on=DAY)
        assert preview.amounts_fen == expected and preview.total_fen == sum(expected.values())
        paper = services.sign_agreement(by=village.by, asked=asked, on=DAY)
        stored = AgreementPackage.objects.filter(agreement__paper=paper)
        assert {payer: sum(getattr(one, f"{payer}_fen") for one in stored) for payer in PAYERS} == expected
        assert all(getattr(one, f"{payer}_fen") >= 0 for one in stored for payer in PAYERS)
        assert sum(one.total_fen for one in stored) == preview.total_fen
        for code, shares in zip(codes, prices, strict=True):
            held = stored.filter(package=code)
            assert held.count() == len(holders[code])
            assert {one.total_fen for one in held} == {sum(shares.values())}
