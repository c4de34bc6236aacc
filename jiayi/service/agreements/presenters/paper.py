"""The printed paper's data: plain text for the typst template, personal numbers masked."""

import datetime as dt
from collections import Counter
from typing import Any
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.translation import get_language

from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.core.money import yuan_text
from jiayi.foundation.documents.services import qr_code
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.people import selectors as people
from jiayi.service.agreements.models import Agreement, AgreementPaper
from jiayi.service.agreements.selectors import VerifiedPaper, package_label, packages_on_offer
from jiayi.service.agreements.terms import DocumentShown, Payer, SignerCapacity, State

from .clauses import chinese_date, clauses_of
from .kinds import kinds_by_item, under_kinds
from .prices import price_reasons
from .rows import amounts_of

_WHOLE = "全部成员合计"  # data, not for translation
_NUMERALS = "一二三四五六七八九十"  # data, not for translation
_COPIES = ("第一份　甲方留存", "第二份　乙方留存", "第三份　存档")  # data, not for translation


def verify_address(paper: AgreementPaper, base_url: str) -> str:
    """Where the code on a paper leads: what anyone who holds it can verify."""
    return urljoin(base_url, reverse("agreements:verify", args=[paper.verification_code]))


def paper_data(
    paper: AgreementPaper, agreements: list[Agreement], people: dict, hotline: str, address: str
) -> dict[str, Any]:
    """Everything the template prints; `people` holds {name, sex, age, national_id, phone} by resident id."""
    first = agreements[0]
    return {
        "number": paper.number,
        "institution": first.institution.name,
        "team": first.team.name,
        "responsible_person": first.responsible_person.name,
        "contact_person": first.contact_person.name,
        "assistant": first.assistant.name if first.assistant else "",
        "hotline": hotline,
        "signer": people[paper.signer_id]["name"],
        "signer_capacity": SignerCapacity(paper.signer_capacity).label_zh,
        "phone": people[paper.signer_id]["phone"],
        "address": people[paper.signer_id]["address"],
        "members": [_member(one, people[one.resident_id]) for one in agreements],
        "has_guardian": any(one.guardian_id or one.guardian_name for one in agreements),
        "items": _items(agreements),
        "fees": _fees(agreements),
        "clauses": clauses_of(first.starts_on, first.ends_on, first.signed_on, first.schemes),
        "numerals": _NUMERALS,
        "copies": list(_COPIES[: paper.copies]),
        "signed_on": chinese_date(paper.signed_on),
        "qr": qr_code(address),
    }


def _member(agreement: Agreement, person: dict[str, str]) -> dict[str, str]:
    groups = rulebook().groups
    guardian = agreement.guardian_name or (agreement.guardian.name if agreement.guardian else "")
    relation = f"（{agreement.guardian_relation}）" if guardian and agreement.guardian_relation else ""
    return {
        "name": person["name"],
        "sex": person["sex"],
        "age": person["age"],
        "national_id": person["national_id"],
        "packages": "、".join(package_label(package, "zh") for package in agreement.packages.all()),
        "groups": "、".join(groups[code].zh for code in agreement.groups if code in groups)
        or "一般人群",  # data, not for translation
        "guardian": guardian + relation,
    }


def _items(agreements: list[Agreement]) -> list[dict[str, str]]:
    book, rows, first = rulebook(), {}, agreements[0]
    codes = [one["item"] for package in _packages(agreements) for one in package.items]
    kinds = kinds_by_item(codes, first.signed_on, first.schemes, "zh")
    for package in _packages(agreements):
        for one in package.items:
            item = book.items.get(one["item"])
            modes = "、".join(_mode(mode) for mode in item.modes) if item else ""
            label = package_label(package, "zh")
            rows[package.package, one["item"]] = {
                "name": one["zh"],
                "kind": kinds[one["item"]],
                "quantity": str(one["quantity"]),
                "modes": modes,
                "package": label,
            }
    return list(rows.values())


def _fees(agreements: list[Agreement]) -> list[dict[str, str]]:
    """A line for each package with the price of one person, then what everyone on the paper pays."""
    found = {package.package: package for package in _packages(agreements)}
    holders = Counter(package.package for package in _packages(agreements))
    lines = [
        {"name": package_label(package, "zh"), "persons": str(holders[code]), "total": yuan_text(package.total_fen)}
        | {payer.value: yuan_text(getattr(package, f"{payer.value}_fen")) for payer in Payer}
        for code, package in found.items()
    ]
    sums = {payer.value: sum(amounts_of(one)[payer.value] for one in agreements) for payer in Payer}
    whole = {"name": _WHOLE, "persons": "", "total": yuan_text(sum(sums.values()))}
    return [*lines, whole | {payer: yuan_text(amount) for payer, amount in sums.items()}]


def _packages(agreements: list[Agreement]) -> list:
    return [package for agreement in agreements for package in agreement.packages.all()]


def _mode(code: str) -> str:
    words = {
        "clinic": "门诊",  # data, not for translation
        "home": "上门",  # data, not for translation
        "phone": "电话",  # data, not for translation
        "video": "视频",  # data, not for translation
        "message": "信息",  # data, not for translation
        "social": "社交软件",  # data, not for translation
        "handbook": "服务手册",  # data, not for translation
        "group": "集体",  # data, not for translation
        "system": "系统",  # data, not for translation
    }
    return words.get(code, code)


def person_on_paper(resident: Any, on: dt.date) -> dict[str, str]:
    """A resident as the paper names them: numbers masked, the address in full."""
    numbers = people.masked_numbers(resident)
    return {
        "name": resident.name,
        "sex": Sex(resident.sex).label_zh,
        "age": str(max(completed_years(resident.birth_date, on), 0)),
        "national_id": numbers.national_id,
        "phone": numbers.phone,
        "address": resident.address,
    }


def package_rows(agreements: list[Agreement]) -> list[dict[str, Any]]:
    """Each package of a paper once, with its items in the reader's language, the price of one person, and who has
    it where not everyone does."""
    language = get_language() or ""
    found = {package.package: package for package in _packages(agreements)}
    names = {code: [one.resident.name for one in agreements if code in one.package_codes] for code in found}
    first = agreements[0]
    offers = packages_on_offer(first.signed_on, institution_id=first.institution_id, schemes=first.schemes)
    return [
        {
            "label": package_label(package, language),
            "holders": names[code] if len(names[code]) < len(agreements) else [],
            "total_fen": package.total_fen,
            "reasons": price_reasons(offer for offer in offers if offer.code == code),
            "kinds": under_kinds(package.items, first.signed_on, first.schemes, language),
        }
        for code, package in found.items()
    ]


def signer_words(paper: AgreementPaper) -> tuple[str, str, str]:
    """Who signed, as what, and what was shown."""
    shown = label_of(DocumentShown, paper.document_shown) if paper.document_shown else ""
    return paper.signer.name, label_of(SignerCapacity, paper.signer_capacity), shown


def amount_rows(agreements: list[Agreement]) -> list[tuple[str, int]]:
    """Who pays how much a year for everyone on the paper."""
    language = get_language() or ""
    sums = [amounts_of(one) for one in agreements]
    return [(payer.label(language), sum(one[payer.value] for one in sums)) for payer in Payer]


def verified_members(paper: VerifiedPaper) -> list[dict[str, Any]]:
    """Members as the public sees them."""
    return [
        {"name": name, "state": state, "label": label_of(State, state), "starts_on": starts_on, "ends_on": ends_on}
        for name, state, starts_on, ends_on in paper.members
    ]
