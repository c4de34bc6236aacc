"""What the rulebook must hold: the schemes of the catalogue and what their documents say."""

import re
from datetime import date

import pytest

from jiayi.foundation.rulebook import rulebook, value_on
from jiayi.foundation.rulebook.loading import DEFAULT_LOCATION

ON = date(2026, 3, 1)
SCHEMES_OF_THE_CATALOGUE = [
    "national",
    "county-2018",
    "poverty-2017",
    "urban-team",
    "jintang",
    "doctors-into-families",
    "village-centre",
    "kindergarten",
    "severe-chronic-poor",
    "household-village",
    "publicity",
    "subdistrict",
    "township-hospital",
    "shandong-2022",
    "tiered-city-plan",
    "tiered-township-first",
    "zhuxi-2014",
    "kunming-2016",
    "hospital-community",
    "county-hospital",
    "community-2018",
    "demo-insurance",
    "demo-infections",
]
POSTS = [
    "county_bureau",
    "institution_manager",
    "doctor",
    "nurse",
    "village_doctor",
    "referral_desk",
    "pharmacist",
    "auditor",
    "insurer",
    "insurer_office",
    "local_helper",
    "partner",
    "system_admin",
    "security_admin",
    "audit_admin",
]
ROLES = [
    "gp",
    "clinician",
    "responsible_doctor",
    "village_doctor",
    "nurse",
    "public_health",
    "specialist",
    "county_expert",
    "mch_physician",
    "mental_prevention_doctor",
    "tcm_physician",
    "pharmacist",
    "health_manager",
    "rehabilitation",
    "psychologist",
    "nutritionist",
    "contract_assistant",
    "liaison",
    "disability_commissioner",
    "health_cadre",
]
GROUPS = [
    "elderly",
    "child",
    "maternal",
    "disabled",
    "poverty",
    "special_family",
    "hypertension",
    "diabetes",
    "tuberculosis",
    "mental_disorder",
    "coronary",
    "stroke",
    "copd",
    "cancer",
    "chronic_bronchitis",
    "lonely_elderly",
    "low_income",
    "unemployed",
    "preferential_treatment",
    "bedridden",
    "dementia",
    "hepatitis_b",
    "hepatitis_c",
    "hiv",
    "brucellosis",
]


def test_every_scheme_of_the_catalogue_is_there():
    assert set(SCHEMES_OF_THE_CATALOGUE) <= rulebook().schemes.keys()


def test_the_posts_roles_and_groups_are_those_of_the_catalogue():
    assert set(POSTS) == rulebook().posts.keys()
    assert set(ROLES) == rulebook().roles.keys()
    assert set(GROUPS) == rulebook().groups.keys()


@pytest.mark.parametrize(
    ("scheme", "key", "value", "row"),
    [
        ("county-2018", "coverage.key_population.target", 0.65, "S0-03"),
        ("county-2018", "coverage.hypertension_diabetes.target", 0.9, "S0-04"),
        ("county-2018", "renewal_rate.target", 0.8, "S0-05"),
        ("county-2018", "effective_rate.target", 0.7, "S0-18"),
        ("county-2018", "coverage.not_below_last_year", True, "S0-02"),
        ("county-2018", "home_visit_coverage.target", 1.0, "S0-06"),
        ("county-2018", "long_prescription_awareness.target", 1.0, "S0-08"),
        ("jintang", "awareness.target", 0.8, "S2.2-02"),
        ("jintang", "team.members_per_village", 3, "S2.2-08"),
        ("jintang", "training.interval_months", 6, "S2.2-12"),
        ("urban-team", "outreach.min_per_month", 2, "S2.1-19"),
        ("doctors-into-families", "standard_management_rate.target", 0.6, "S2.3-13"),
        ("village-centre", "training.interval_months", 3, "S2.4-18"),
        ("village-centre", "area.max_population", {"limit": 10000, "mode": "block"}, "S2.4-01"),
        ("severe-chronic-poor", "village_doctor.max_persons", {"limit": 1000, "mode": "block"}, "S2.6-12"),
        ("household-village", "annual_checkup.family_members_max", 2, "S2.7-15"),
        ("household-village", "education_material.per_year", 4, "S2.7-11"),
        ("publicity", "lecture.contract_minutes", 10, "S2.8-02"),
        ("township-hospital", "coverage.key_population.target", 0.6, "S2.10-01"),
        ("shandong-2022", "satisfaction.target", 0.85, "S3-07"),
        (
            "county-2018",
            "team.local_helpers",
            ["health_cadre", "disability_commissioner", "rehabilitation", "liaison"],
            "S0-14",
        ),
        ("poverty-2017", "health_plan.reviewed_by", "county_expert", "S1-06"),
        ("urban-team", "health_management.elderly_age", {"years": 65}, "S2.1-09"),
        ("urban-team", "record_rate.household_members_target", 1.0, "S2.1-08"),
        ("village-centre", "agreement.min_years", 1, "S2.4-05"),
        ("village-centre", "follow_up_mental.per_year", 4, "S2.4-13"),
        ("severe-chronic-poor", "agreement.first_responsible_role", "village_doctor", "S2.6-09"),
        ("household-village", "maternal_visit.check_day", 42, "S2.7-12"),
        ("township-hospital", "scheduling.quota_per_doctor", True, "S2.10-06"),
        ("shandong-2022", "group.early_elderly_last_age", {"years": 64}, "S3-23"),
        ("kindergarten", "kindergarten.block_toy_cycle_days", 14, "S2.5-12"),
        ("community-2018", "tiered_care.county_centres", 7, "S4-78"),
        ("kunming-2016", "primary_visit_share.target", 0.65, "S4-25"),
        ("zhuxi-2014", "average_stay.max_days", {"level_2": 9, "level_1": 6}, "S4-22"),
        ("community-2018", "eldercare_bed.subsidy_per_day_fen", 3000, "S4-77"),
        ("community-2018", "insurance.unreferred_penalty", 0.2, "S4-57"),
    ],
)
def test_a_scheme_sets_what_its_document_says(scheme, key, value, row):
    assert value_on(key, ON, ["national", scheme]) == value
    (dated,) = rulebook().schemes[scheme].overrides[key]
    assert row in dated.source.clause


def test_poverty_2017_names_its_25_jurisdictions_and_its_order():
    assert len(set(value_on("coverage.jurisdictions", ON, ["national", "poverty-2017"]))) == 25
    order = value_on("agreement.sign_priority", ON, ["national", "poverty-2017"])
    assert order[:3] == [["hypertension"], ["diabetes"], ["tuberculosis"]]


@pytest.mark.parametrize(
    ("scheme", "key", "size"),
    [
        ("county-2018", "contract_service.departments", 4),
        ("shandong-2022", "contract_service.departments", 8),
        ("doctors-into-families", "contract_service.kinds", 9),
        ("doctors-into-families", "area.notice_fields", 5),
        ("doctors-into-families", "team.unified", 5),
        ("doctors-into-families", "contract_service.goals", 6),
        ("urban-team", "health_education.topics", 9),
        ("shandong-2022", "contract_service.extensions", 5),
        ("shandong-2022", "health_management.chronic_services", 9),
        ("shandong-2022", "tcm_service.kinds", 8),
        ("shandong-2022", "co_management.diseases", 6),
        ("kindergarten", "kindergarten.drug_checks", 7),
        ("kindergarten", "kindergarten.morning_check_steps", 5),
        ("subdistrict", "training.topics", 10),
        ("tiered-township-first", "referral.township_case_kinds", 7),
        ("hospital-community", "tiered_care.department_tasks", 7),
        ("tiered-model-1", "tiered_care.work_steps", 7),
    ],
)
def test_a_list_has_as_many_as_its_document_counts(scheme, key, size):
    assert len(set(value_on(key, ON, ["national", scheme]))) == size


def test_no_cap_of_a_listed_scheme_only_warns_and_the_nation_has_none():
    book = rulebook()
    caps = [key for key, parameter in book.parameters.items() if parameter.type == "cap"]
    assert all(not book.parameters[key].values for key in caps)
    modes = {
        dated.value["mode"]
        for scheme in book.schemes.values()
        for key in caps
        for dated in scheme.overrides.get(key, [])
    }
    assert modes == {"block"}


def test_ages_of_exemption_that_the_document_leaves_blank_are_unset():
    for scheme in rulebook().schemes.values():
        assert not scheme.overrides.keys() & {"referral.exempt_elderly_age", "referral.exempt_infant_age"}


def test_the_documents_named_but_not_at_hand_have_entries():
    documents = rulebook().documents
    assert documents["national-signing-2022"].number == "国卫基层发〔2022〕10号"
    assert "指南" in documents["shandong-guide"].zh


@pytest.mark.parametrize("old_name", ["责任医生签约服务", "家庭医生式服务", "家庭医生签约服务"])
def test_old_names_mean_the_one_service(old_name):
    assert rulebook().terms_by_name[old_name].code == "contract_service"


def test_the_provisional_lists_say_so_and_have_their_size():
    plus, ones = rulebook().lists["one-plus-ten"].versions[-1], rulebook().lists["seven-ones"].versions[-1]
    assert plus.provisional and [line.leading for line in plus.lines].count(True) == 1 and len(plus.lines) == 11
    assert ones.provisional and len(ones.lines) == 7


def test_there_is_a_package_of_every_grade_and_its_price_is_what_the_payers_pay():
    assert {package.grade for package in rulebook().packages.values()} == {
        "basic",
        "primary",
        "intermediate",
        "advanced",
    }
    for package in rulebook().packages.values():
        for version in package.versions:
            assert version.price_fen == sum(version.payers_fen.values())


@pytest.mark.parametrize("post", ["system_admin", "security_admin", "audit_admin", "insurer", "partner"])
def test_administrators_and_partners_see_no_people(post):
    entry = rulebook().posts[post]
    assert entry.sees_people is False
    assert not {"resident_read", "agreement_read", "coverage_drill", "export_rows"} & set(entry.permissions)


def test_partners_see_coverage_only():
    assert rulebook().posts["partner"].permissions == rulebook().posts["insurer"].permissions == ["coverage_read"]


def test_duties_follow_the_plans():
    clauses = {duty.source.clause for duty in rulebook().roles["gp"].duties}
    assert {"S2.1-14", "S2.2-10"} <= clauses
    assert rulebook().roles["village_doctor"].duties[0].source.clause == "S2.2-11"


def test_every_label_of_the_sample_roster_is_known():
    labels = {label for group in rulebook().groups.values() for label in (group.zh, *group.aliases)}
    in_the_sample = "老年人、0-6岁儿童、高血压、糖尿病、计生特殊家庭、肺结核、严重精神障碍、脱贫人口、残疾人"
    assert labels.issuperset(in_the_sample.split("、"))


def test_every_header_of_the_sample_roster_is_known():
    headers = {column.zh for column in rulebook().roster.columns.values()}
    in_the_sample = (
        "姓名、性别、证件类型、身份证号、出生日期、民族、联系电话、行政区划代码、户编号、与户主关系、人群分类"
    )
    assert headers.issuperset(in_the_sample.split("、"))


def test_every_reason_that_a_decision_gives_has_its_words():
    named = {
        code
        for path in (DEFAULT_LOCATION.parent / "jiayi").rglob("*.py")
        for code in re.findall(r'\.reason\(\s*"([A-Z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    assert named <= rulebook().reasons.keys()
