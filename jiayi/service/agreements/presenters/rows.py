"""Agreements in words: what a row of the list and of its export shows, and what the API answers."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, gettext, gettext_noop

from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import PaymentKind
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.selectors import package_label
from jiayi.service.agreements.terms import Channel, Kind, Payer, SignWay, State, Unit

# Groups that tell a household's means (人口经济性质); the others tell what service a person needs.
ECONOMIC_GROUPS = ("poverty", "low_income", "special_family", "preferential_treatment", "unemployed")


def by_words(name: str) -> str:
    """Who did it, as kept with a step; the software itself has a name that people understand."""
    return gettext("系统") if name == "system" else name


def group_labels(groups: Iterable[str]) -> list[str]:
    """The names of groups in the reader's language."""
    known = rulebook().groups
    return [known[group].label(get_language() or "") for group in groups if group in known]


def package_labels(agreement: Agreement) -> list[str]:
    """The names of an agreement's packages in the reader's language; the packages must be prefetched."""
    promised = {one.package: one for one in agreement.packages.all()}
    in_order = [promised.pop(code) for code in agreement.package_codes if code in promised]
    return [package_label(one, get_language() or "") for one in (*in_order, *promised.values())]


def amounts_of(agreement: Agreement) -> dict[str, int]:
    """By payer, what is paid for all packages (fen a year); the packages must be prefetched."""
    packages = list(agreement.packages.all())
    return {payer.value: sum(getattr(package, f"{payer}_fen") for package in packages) for payer in Payer}


def row_of(agreement: Agreement, *, on: dt.date) -> dict[str, Any]:
    """What the list and the export show of an agreement, as `selectors.agreements` loads it. No query."""
    resident = agreement.resident
    numbers = people.masked_numbers(resident)
    economic = [group for group in agreement.groups if group in ECONOMIC_GROUPS]
    needs = [group for group in agreement.groups if group not in ECONOMIC_GROUPS]
    return {
        "id": agreement.id,
        "resident_id": agreement.resident_id,
        "number": agreement.paper.number,
        "name": resident.name,
        "sex": label_of(Sex, resident.sex),
        "age": max(completed_years(resident.birth_date, on), 0),
        "national_id": numbers.national_id,
        "phone": numbers.phone,
        "address": _address(agreement.region.name, resident.address),
        "services": group_labels(needs),
        "economic": group_labels(economic),
        "insurance": [label_of(PaymentKind, kind) for kind in resident.payment_kinds],
        "packages": package_labels(agreement),
        "kind": label_of(Kind, agreement.kind),
        "unit": label_of(Unit, agreement.paper.unit),
        "signed_on": agreement.signed_on,
        "starts_on": agreement.starts_on,
        "ends_on": agreement.ends_on,
        "state": label_of(State, agreement.state),
        "state_code": agreement.state,
        "institution": agreement.institution.name,
        "team": agreement.team.name,
        "doctor": agreement.responsible_person.name,
        "operator": agreement.entered_by_name,
        "channel": label_of(Channel, agreement.channel),
        "sign_way": label_of(SignWay, agreement.paper.sign_way),
        **{f"{payer}_fen": amount for payer, amount in amounts_of(agreement).items()},
    }


def _address(village: str, address: str) -> str:
    """The address with its village, once: rosters often write the village into the address."""
    return address if address.startswith(village[:2]) else f"{village}{address}"


def export_columns() -> list[Column]:
    """The columns of the export, in the order people know (peers.md 5); rows are those of `numbered_rows`."""
    texts = [
        ("line", gettext_noop("序号")),
        ("number", gettext_noop("签约编号")),
        ("name", gettext_noop("姓名")),
        ("sex", gettext_noop("性别")),
        ("age", gettext_noop("年龄")),
        ("national_id", gettext_noop("身份证号")),
        ("phone", gettext_noop("联系电话")),
        ("address", gettext_noop("详细地址")),
        ("services", gettext_noop("服务类型")),
        ("economic", gettext_noop("人口经济性质")),
        ("insurance", gettext_noop("医保类型")),
        ("packages", gettext_noop("服务包")),
        ("signed_on", gettext_noop("签约时间")),
        ("ends_on", gettext_noop("到期时间")),
        ("state", gettext_noop("签约状态")),
        ("team", gettext_noop("团队")),
        ("doctor", gettext_noop("医生")),
        ("operator", gettext_noop("操作人")),
    ]
    amounts = [
        ("public_health_fen", gettext_noop("公卫补助")),
        ("insurance_fund_fen", gettext_noop("医保预支付")),
        ("fiscal_fen", gettext_noop("财政补贴")),
        ("account_fen", gettext_noop("个人账户")),
        ("resident_fen", gettext_noop("自费")),
    ]
    columns = [_column(name, label, "quantity" if name in ("line", "age") else "text") for name, label in texts]
    columns += [_column(name, label, "fen") for name, label in amounts]
    further = [("channel", gettext_noop("来源")), ("sign_way", gettext_noop("签约方式"))]
    return [*columns, *(_column(name, label, "text") for name, label in further)]


def _column(name: str, label: str, kind: str) -> Column:
    return Column(label, lambda row: row[name], kind)


def numbered_rows(agreements: Iterable[Agreement], *, on: dt.date) -> Iterable[dict[str, Any]]:
    """The rows of an export, counted from 1."""
    return ({"line": line, **row_of(one, on=on)} for line, one in enumerate(agreements, start=1))


def as_data(agreement: Agreement) -> dict[str, Any]:
    """What the API answers of an agreement, as `selectors.agreement_for` loads it."""
    packages = [
        {
            "package": package.package,
            "version": package.version,
            "items": package.items,
            "amounts_fen": {payer.value: getattr(package, f"{payer}_fen") for payer in Payer},
            "total_fen": package.total_fen,
        }
        for package in agreement.packages.all()
    ]
    return {
        "id": agreement.id,
        "number": agreement.paper.number,
        "paper": agreement.paper_id,
        "resident": agreement.resident_id,
        "team": agreement.team_id,
        "institution": agreement.institution_id,
        "responsible_person": agreement.responsible_person_id,
        "contact_person": agreement.contact_person_id,
        "assistant": agreement.assistant_id,
        "guardian": agreement.guardian_id,
        "previous": agreement.previous_id,
        "unit": agreement.paper.unit,
        "packages": packages,
        "total_fen": sum(package["total_fen"] for package in packages),
        **{name: getattr(agreement, name) for name in _PLAIN},
    }


_PLAIN = (
    "party",
    "kind",
    "state",
    "signed_on",
    "starts_on",
    "ends_on",
    "ended_on",
    "end_reason",
    "open_record_by",
    "groups",
    "schemes",
    "rulebook_version",
    "reasons",
)


def word_of(code: str, language: str | None = None) -> str:
    """A code of the rulebook in words; the code itself where it has none."""
    entry = rulebook().labelled(code) if code else None
    if entry is None:
        return code
    return str(entry.en if (language or get_language() or "").startswith("en") else entry.zh)
