"""The ladder and its exemptions."""

from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.rulebook import decide
from jiayi.service.referral.rules import EXEMPTIONS, Circumstances, climb, first_exemption, lacking

LEVELS = ["village", "township", "county", "city", "province"]
PLAIN = Circumstances(False, False, False, None, (), 40, None, None)


def test_village_and_township_stand_on_one_step():
    assert climb("village", "township") == 0
    assert climb("village", "county") == 1
    assert climb("province", "village") == -3


def test_ages_exempt_only_where_the_rulebook_sets_them():
    old = Circumstances(False, False, False, None, (), 90, 85, 2)
    assert first_exemption(EXEMPTIONS, old) == "elderly_age"
    assert first_exemption(EXEMPTIONS, PLAIN) is None
    assert first_exemption(EXEMPTIONS, Circumstances(False, False, False, None, (), 1, None, 2)) == "infant_age"


def test_what_is_not_granted_does_not_exempt():
    assert (
        first_exemption(["emergency"], Circumstances(False, True, True, 1, ("mental_disorder",), 40, None, None))
        is None
    )


def test_what_lacks_is_told_in_the_order_of_the_list():
    assert lacking(["a", "b", "c"], ["b", "x"]) == ["a", "c"]


@given(st.sampled_from(LEVELS), st.sampled_from(LEVELS), st.booleans(), st.lists(st.sampled_from(["insurer", "head"])))
def test_an_emergency_is_never_held_up(start, end, consent, approvals):
    facts = {"from_level": start, "to_level": end, "visit": "inpatient", "emergency": True}
    facts |= {"consent": consent, "approvals": approvals}
    found = decide("referral.path", on="2026-03-01", schemes=["national", "county-hospital"], facts=facts)
    assert found["allowed"]
    assert found["exemption"] == "emergency"
    assert found["voucher_valid"] == (consent and (climb(start, end) <= 0 or "insurer" in approvals))
