"""The parameters on which the documents disagree (catalogue 1.5): every value stands under the scheme that says it."""

from datetime import date

import pytest

from jiayi.foundation.rulebook import find_value, value_on

ON = date(2026, 3, 1)
LATER = date(2036, 3, 1)
BLOCK = "block"


def cap(limit: int) -> dict:
    return {"limit": limit, "mode": BLOCK}


# What the catalogue calls a parameter, and under which key, scheme and value it stands here.
SAID = {
    "team.max_households": [
        ("team.max_households", "urban-team", cap(400)),
        ("team.max_households", "household-village", cap(1500)),
    ],
    "team.max_persons": [("area.max_population", "village-centre", cap(10000))],
    "doctor.max_contracted_persons": [
        ("doctor.max_persons", "household-village", cap(1500)),
        ("doctor.reference_persons", "national", 2000),
    ],
    "village_doctor.max_contracted_persons": [("village_doctor.max_persons", "severe-chronic-poor", cap(1000))],
    "elderly.min_age": [
        ("group.elderly_age", "urban-team", {"years": 55}),
        ("group.early_elderly_age", "shandong-2022", {"years": 60}),
        ("group.early_elderly_last_age", "shandong-2022", {"years": 64}),
        ("insurance.senior_age", "community-2018", {"years": 60}),
        ("group.elderly_age", "national", {"years": 65}),
        ("group.home_visit_age", "village-centre", {"years": 90}),
    ],
    "child.max_age": [
        ("group.child_age", "urban-team", {"months": 36}),
        ("group.child_age", "village-centre", {"months": 36}),
        ("group.child_age", "household-village", {"years": 6}),
        ("group.child_age", "national", {"years": 6}),
    ],
    "contract.term": [
        ("agreement.min_years", "village-centre", 1),
        ("agreement.default_years", "severe-chronic-poor", {"first": 1, "renewal": 1}),
        ("agreement.default_years", "township-hospital", {"first": 1, "renewal": 1}),
        ("agreement.default_years", "shandong-2022", {"first": 1, "renewal": 2}),
        ("agreement.max_years", "shandong-2022", {"first": 1, "renewal": 3}),
        ("agreement.ends_with_year", "household-village", {"first": 1, "renewal": 0}),
        ("agreement.min_course_days", "national", 1),
    ],
    "contract.sign_window": [
        (
            "agreement.sign_window",
            "household-village",
            {"kinds": ["first", "renewal"], "from_month": 10, "to_month": 12},
        ),
        ("agreement.sign_window", "national", None),
    ],
    "contract.auto_renew": [
        ("agreement.silent_renewal", "severe-chronic-poor", True),
        ("agreement.silent_renewal", "household-village", True),
        ("agreement.silent_renewal", "village-centre", None),
        ("agreement.silent_renewal", "township-hospital", None),
        ("agreement.options", "village-centre", ["silent_renewal", "change_doctor"]),
        ("agreement.options", "township-hospital", ["renew", "terminate", "change_team"]),
        ("agreement.silent_renewal", "national", None),
    ],
    "contract.unit": [
        ("agreement.unit", "household-village", "household"),
        ("agreement.unit", "shandong-2022", "person"),
        ("coverage.whole_households_by", "shandong-2022", 2035),
        ("agreement.unit", "national", "person"),
    ],
    "coverage.key_population.target": [
        ("coverage.key_population.target", "county-2018", 0.65),
        ("coverage.key_population.target", "township-hospital", 0.60),
        ("coverage.key_population.target", "shandong-2022", 0.85, LATER),
    ],
    "coverage.hypertension_diabetes.target": [
        ("coverage.hypertension_diabetes.target", "county-2018", 0.90),
        ("coverage.severe_chronic.target", "severe-chronic-poor", 0.90),
    ],
    "coverage.all.target": [
        ("coverage.not_below_last_year", "county-2018", True),
        ("coverage.all.target", "shandong-2022", 0.75, LATER),
    ],
    "coverage.poor.target": [
        ("coverage.poor.target", "poverty-2017", 1.0),
        ("coverage.poor.target", "severe-chronic-poor", 1.0),
        ("coverage.poor.target", "township-hospital", 1.0),
    ],
    "renewal_rate.target": [("renewal_rate.target", "county-2018", 0.80)],
    "effective_rate.target": [("effective_rate.target", "county-2018", 0.70)],
    "satisfaction.target": [("satisfaction.target", "shandong-2022", 0.85)],
    "awareness.target": [("awareness.target", "jintang", 0.80)],
    "followup.standard_visits_per_year": [
        ("follow_up.home_visits_per_year", "doctors-into-families", 4),
        ("follow_up.visits_per_year", "village-centre", 4),
    ],
    "training.interval": [
        ("training.interval_months", "jintang", 6),
        ("training.interval_months", "village-centre", 3),
    ],
    "referral.rate_max": [
        ("referral.rate_max", "zhuxi-2014", {"township": 0.50, "central_township": 0.45, "level_2": 0.10}),
        ("referral.rate_max", "community-2018", {"county": 0.10}),
        ("hospital_up_referral_rate.max", "kunming-2016", 0.04),
    ],
    "in_county_visit_rate.target": [
        ("in_county_visit_rate.target", scheme, 0.90)
        for scheme in ("tiered-township-first", "zhuxi-2014", "kunming-2016", "community-2018")
    ],
    "primary_visit_share.target": [("primary_visit_share.target", "kunming-2016", 0.65)],
    "avg_los.max_days": [("average_stay.max_days", "zhuxi-2014", {"level_2": 9, "level_1": 6})],
    "reimburse.outpatient_gap_pp": [("insurance.outpatient_gap", "community-2018", 0.20)],
    "reimburse.inpatient_gap_pp": [("insurance.inpatient_gap", "community-2018", 0.10)],
    "reimburse.age60_bonus_pp": [("insurance.senior_bonus", "community-2018", 0.05)],
    "reimburse.unreferred_penalty": [
        ("insurance.unreferred_penalty", "community-2018", 0.20),
        ("insurance.unreferred_penalty_mode", "community-2018", "percentage_points"),
    ],
    "referral.exempt.elderly_age": [("referral.exempt_elderly_age", "county-hospital", None)],
    "referral.exempt.infant_age": [("referral.exempt_infant_age", "county-hospital", None)],
    "outreach.min_per_month": [("outreach.min_per_month", "urban-team", 2)],
    "prescription.extended_supply_days": [
        ("prescription.longer_supply", "township-hospital", True),
        ("prescription.days_without_papers", "national", 28),
        ("prescription.days_with_papers", "national", 84),
    ],
    "subsidy.prepay_ratio": [("subsidy.prepay_share", "severe-chronic-poor", None)],
    "eldercare_bed.subsidy_per_day": [("eldercare_bed.subsidy_per_day_fen", "community-2018", 3000)],
    "record.open_deadline": [("record.open_deadline", "county-2018", {"month": 2, "years_after": 1})],
    "health_assessment.per_year": [
        ("assessment.per_year", "village-centre", 1),
        ("assessment.per_year", "severe-chronic-poor", 1),
    ],
    "education_material.per_year": [("education_material.per_year", "household-village", 4)],
}
COMPOSITIONS = {
    "urban-team": [(["gp"], 1), (["nurse"], 1), (["public_health"], 1)],
    "township-hospital": [(["gp", "clinician"], 1), (["nurse"], 1), (["public_health"], 1)],
    "household-village": [(["gp", "clinician"], 1), (["public_health"], 2)],
    "village-centre": [(["county_expert"], 1), (["gp", "clinician"], 1), (["nurse"], 1), (["public_health"], 1)],
    "county-2018": [(["gp"], 1), (["county_expert"], 1), (["responsible_doctor"], 1)],
}


@pytest.mark.parametrize(
    ("name", "said"), [(name, said) for name, sayings in SAID.items() for said in sayings], ids=lambda each: str(each)
)
def test_each_document_says_its_own_value(name, said):
    key, scheme, value, *day = said
    found = find_value(key, *(day or [ON]), ["national", scheme])
    assert (found.value if found else None) == value, name


@pytest.mark.parametrize(("scheme", "lines"), COMPOSITIONS.items())
def test_each_document_composes_its_own_team(scheme, lines):
    template = value_on("team.template", ON, ["national", scheme])
    assert [(line["any_of"], line["at_least"]) for line in template["lines"]] == lines


def test_three_members_a_village_and_1_plus_3_plus_n_are_kept_as_well():
    assert value_on("team.members_per_village", ON, ["national", "jintang"]) == 3
    assert value_on("team.combined_pattern", ON, ["national", "shandong-2022"]) == "1+3+N"


def test_where_documents_differ_the_one_adopted_last_holds():
    assert value_on("team.max_households", ON, ["national", "urban-team", "household-village"]) == cap(1500)
    assert value_on("team.max_households", ON, ["national", "household-village", "urban-team"]) == cap(400)
