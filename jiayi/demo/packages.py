"""Packages that two of the demonstration's institutions composed, in every state that one can be in."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from jiayi.foundation.base.viewer import SystemViewer
from jiayi.service.agreements.models import PackageVersion
from jiayi.service.agreements.services import packages as services
from jiayi.service.agreements.terms import PackageContent, PackageLine

BY = SystemViewer()
DAY = timedelta(days=1)


def compose_packages(first: UUID, second: UUID, on: date) -> None:
    """Eight packages: in force with an older version and a draft, submitted, returned, approved; to come, withdrawn."""
    old = _published(_draft(first, _ELDERLY, on - 230 * DAY), on - 210 * DAY, on - 200 * DAY)
    better = _content(_ELDERLY, lines=(*_ELDERLY.lines, _line("medication_review", 2)), resident=3000)
    _published(_version(old, better, on - 60 * DAY), on - 50 * DAY, on - 30 * DAY)
    _version(old, _content(better, resident=2500), on)
    _submitted(_draft(first, _MATERNAL, on - 6 * DAY), on - 5 * DAY)
    returned = _submitted(_draft(first, _CHRONIC, on - 12 * DAY), on - 11 * DAY)
    reason = "居民自付偏高，请与医保预支付一并测算后再报。"  # data, not for translation
    services.return_version(by=BY, version_id=returned.id, revision=returned.revision, reason=reason, on=on - 8 * DAY)
    _approved(_draft(first, _REHABILITATION, on - 20 * DAY), on - 15 * DAY)
    _published(_draft(second, _FAMILY, on - 9 * DAY), on - 4 * DAY, on + 20 * DAY)
    _published(_draft(second, _CHILDREN, on - 120 * DAY), on - 110 * DAY, on - 100 * DAY)
    ended = _published(_draft(second, _TCM, on - 330 * DAY), on - 320 * DAY, on - 300 * DAY)
    services.withdraw_package(
        by=BY,
        package_id=ended.package_id,
        from_on=on - 20 * DAY,
        reason="并入中级包",  # data, not for translation
        on=on - 40 * DAY,
    )
    _draft(second, _SPECIAL, on - DAY)


def _draft(institution_id: UUID, content: PackageContent, on: date) -> PackageVersion:
    return services.compose_package(by=BY, institution_id=institution_id, content=content, on=on)


def _version(former: PackageVersion, content: PackageContent, on: date) -> PackageVersion:
    return services.compose_version(by=BY, package_id=former.package_id, content=content, on=on)


def _submitted(version: PackageVersion, on: date) -> PackageVersion:
    return services.submit_version(by=BY, version_id=version.id, revision=version.revision, on=on)


def _approved(version: PackageVersion, on: date) -> PackageVersion:
    sent = _submitted(version, on)
    return services.approve_version(by=BY, version_id=sent.id, revision=sent.revision, on=on)


def _published(version: PackageVersion, on: date, starts_on: date) -> PackageVersion:
    approved = _approved(version, on)
    return services.publish_version(by=BY, version_id=approved.id, starts_on=starts_on, on=on)


def _line(item: str, quantity: int, **more: object) -> PackageLine:
    return PackageLine(item=item, quantity=quantity, **more)


def _content(former: PackageContent, *, lines: tuple[PackageLine, ...] | None = None, resident: int) -> PackageContent:
    """The same with other lines, and another part of the price for the resident."""
    payers = former.payers_fen | {"resident": resident}
    return replace(former, lines=former.lines if lines is None else lines, payers_fen=payers)


_ELDERLY = PackageContent(
    name_zh="银龄关爱包",  # data, not for translation
    name_en="Care for the old",
    grade="intermediate",
    groups=("elderly",),
    lines=(
        _line("elderly_check", 1, benefit="free"),
        _line("elderly_tcm", 1, benefit="free"),
        _line("home_visit", 4, benefit="dedicated"),
        _line("medicine_box", 1),
    ),
    payers_fen={"insurance_fund": 4000, "public_health": 3000, "fiscal": 1000, "account": 0, "resident": 2000},
    note="为辖区老年人增加上门服务。",  # data, not for translation
)
_MATERNAL = PackageContent(
    name_zh="孕产关怀包",  # data, not for translation
    name_en="Mothers and newborns",
    grade="primary",
    groups=("maternal",),
    lines=(_line("maternal_visit", 7, benefit="free"), _line("home_visit", 2), _line("health_education", 4)),
    payers_fen={"insurance_fund": 2000, "public_health": 4000, "fiscal": 0, "account": 0, "resident": 1000},
    service_months=12,
)
_CHRONIC = PackageContent(
    name_zh="慢病管家包",  # data, not for translation
    name_en="Chronic care",
    grade="advanced",
    groups=("hypertension", "diabetes"),
    lines=(
        _line("follow_up_hypertension", 4, interval_days=60, benefit="free"),
        _line("follow_up_diabetes", 4, interval_days=60, benefit="free"),
        _line("target_organ_screening", 1, benefit="subsidised"),
        _line("specialist_consultation", 2, benefit="favourable"),
        _line("medication_review", 2),
    ),
    payers_fen={"insurance_fund": 6000, "public_health": 4000, "fiscal": 1000, "account": 4000, "resident": 9000},
)
_REHABILITATION = PackageContent(
    name_zh="居家康复包",  # data, not for translation
    name_en="Rehabilitation at home",
    grade="advanced",
    groups=("stroke", "disabled", "bedridden"),
    lines=(_line("rehabilitation_guidance", 12, interval_days=20), _line("home_nursing", 6), _line("home_visit", 6)),
    payers_fen={"insurance_fund": 12000, "public_health": 0, "fiscal": 6000, "account": 3000, "resident": 9000},
    service_months=6,
)
_FAMILY = PackageContent(
    name_zh="家庭健康管理包",  # data, not for translation
    name_en="Family health",
    grade="primary",
    lines=(
        _line("annual_checkup", 1, per_household=2, benefit="subsidised"),
        _line("assessment", 1),
        _line("education_material", 4, interval_days=80, benefit="free"),
    ),
    payers_fen={"insurance_fund": 2000, "public_health": 2000, "fiscal": 0, "account": 0, "resident": 2000},
)
_CHILDREN = PackageContent(
    name_zh="儿童成长包",  # data, not for translation
    name_en="Growing up",
    grade="primary",
    groups=("child",),
    lines=(_line("child_visit", 4, benefit="free"), _line("tcm_service", 2, benefit="favourable")),
    payers_fen={"insurance_fund": 1000, "public_health": 3000, "fiscal": 500, "account": 0, "resident": 500},
)
_TCM = PackageContent(
    name_zh="中医养生包",  # data, not for translation
    name_en="Traditional Chinese medicine",
    grade="primary",
    lines=(_line("tcm_service", 4), _line("elderly_tcm", 1)),
    payers_fen={"insurance_fund": 2000, "public_health": 1000, "fiscal": 0, "account": 1000, "resident": 2000},
)
_SPECIAL = PackageContent(
    name_zh="暖心陪伴包",  # data, not for translation
    name_en="Company for special families",
    grade="basic",
    groups=("special_family", "lonely_elderly"),
    lines=(_line("follow_up_special", 2, benefit="dedicated"), _line("home_visit", 4, benefit="dedicated")),
    payers_fen={"insurance_fund": 0, "public_health": 2000, "fiscal": 3000, "account": 0, "resident": 0},
)
