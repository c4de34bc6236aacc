"""Target letters: drafted from the rulebook, issued, signed by both sides; a new version replaces the one before."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NoReturn
from uuid import UUID

from django.db.models import Max
from django.utils.translation import get_language

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView, rulebook
from jiayi.insight.indicators.models import TargetLetter, TargetLine
from jiayi.insight.indicators.permissions import LETTER_SIGN, LETTER_WRITE, require_at
from jiayi.insight.indicators.selectors.letters import targets_of_year
from jiayi.insight.indicators.terms import LETTER_PAPER, LETTERS_IN_FORCE, LetterState, Side
from jiayi.registry.organization import selectors as organization

OwnTarget = tuple[str, str]  # title and what is wanted, in the county's words


@retrying_atomic
def draft_letters(
    *, by: Viewer, institution_ids: Sequence[UUID], year: int, bureau: str, on: date
) -> list[TargetLetter]:
    """A draft for each institution with the targets in force at the end of the year; a steady number of statements."""
    wanted = set(institution_ids)
    places = list(organization.institutions(by, is_open=True).filter(id__in=wanted))
    if not places or len(places) < len(wanted):
        raise NotVisible
    for place in places:
        require_at(by, LETTER_WRITE, place)
    there = TargetLetter.objects.filter(institution__in=places, year=year)
    drafts = list(there.filter(state=LetterState.DRAFT).values_list("institution__name", flat=True))
    if drafts:
        _refuse("B_LETTER_DRAFT_THERE", on, names="、".join(drafts))
    last = dict(there.order_by().values_list("institution_id").annotate(Max("version")))
    schemes = organization.schemes_of([place.region_id for place in places], on)
    words = {clause.zh: clause.text for clause in rulebook().papers[LETTER_PAPER].clauses}
    made = [
        TargetLetter(
            institution=place,
            year=year,
            version=last.get(place.id, 0) + 1,
            state=LetterState.DRAFT,
            bureau=bureau,
            reward=words["奖励"],  # data, not for translation
            penalty=words["惩处"],  # data, not for translation
            schemes=list(schemes[place.region_id]),
            rulebook_version=rulebook().version,
        )
        for place in places
    ]
    TargetLetter.objects.bulk_create(made)
    TargetLine.objects.bulk_create([line for letter in made for line in _lines(letter)])
    _record(by, "draft_letters", made, {"year": year})
    return made


def _lines(letter: TargetLetter) -> list[TargetLine]:
    found = targets_of_year(letter.year, letter.schemes)
    return [
        TargetLine(
            letter=letter,
            position=position,
            indicator=code,
            title=rulebook().indicators[code].zh,
            title_en=rulebook().indicators[code].en,
            wanted=_wanted(code, target.value),
            reason=target.reason,
        )
        for position, (code, target) in enumerate(found.items(), 1)
    ]


def _wanted(code: str, value: float) -> str:
    """What is asked for, on the side of the target to which the indicator should move."""
    entry = rulebook().indicators[code]
    amount = f"{value * 100:.4g} %" if entry.unit == "share" else f"{value:g} {rulebook().units[entry.unit].zh}"
    return f"{'≤' if entry.direction == 'lower' else '≥'} {amount}"


@retrying_atomic
def change_letter(
    *, by: Viewer, letter_id: UUID, reward: str, penalty: str, own: Sequence[OwnTarget], on: date
) -> TargetLetter:
    """Change a draft's words and the county's own targets; those of the rulebook stay as they are."""
    letter = _locked(by, letter_id, LETTER_WRITE)
    if letter.state != LetterState.DRAFT:
        _refuse("B_LETTER_NOT_DRAFT", on)
    letter.reward, letter.penalty = reward.strip(), penalty.strip()
    letter.save()
    letter.lines.filter(indicator="").delete()
    first = letter.lines.count() + 1
    TargetLine.objects.bulk_create(
        TargetLine(letter=letter, position=position, title=title, wanted=wanted)
        for position, (title, wanted) in enumerate(own, first)
    )
    _record(by, "change_letter", [letter], {"own_targets": len(own)})
    return letter


@retrying_atomic
def issue_letter(*, by: Viewer, letter_id: UUID, on: date) -> TargetLetter:
    """Issue a draft; the version in force until now is replaced."""
    letter = _locked(by, letter_id, LETTER_WRITE)
    if letter.state != LetterState.DRAFT:
        _refuse("B_LETTER_NOT_DRAFT", on)
    if not letter.lines.exists():
        _refuse("B_LETTER_WITHOUT_TARGETS", on)
    before = TargetLetter.objects.filter(
        institution_id=letter.institution_id, year=letter.year, state__in=LETTERS_IN_FORCE
    )
    replaced = before.update(state=LetterState.REPLACED)
    letter.state, letter.issued_on, letter.issued_by_name = LetterState.ISSUED, on, by.actor_name[:60]
    letter.save()
    _record(by, "issue_letter", [letter], {"issued_on": on, "replaced": replaced})
    return letter


@retrying_atomic
def sign_letter(*, by: Viewer, letter_id: UUID, side: Side, signer: str, signed_on: date, on: date) -> TargetLetter:
    """Record one side's signature; with both the letter is signed."""
    letter = _locked(by, letter_id, LETTER_WRITE if side == Side.BUREAU else LETTER_SIGN)
    if letter.state not in LETTERS_IN_FORCE:
        _refuse("B_LETTER_NOT_ISSUED", on)
    if getattr(letter, f"{side}_signed_on") is not None:
        _refuse("B_LETTER_SIGNED_BEFORE", on)
    if not letter.issued_on <= signed_on <= on:
        _refuse("B_LETTER_SIGNING_DAY", on, issued_on=letter.issued_on)
    setattr(letter, f"{side}_signer", signer.strip()[:60])
    setattr(letter, f"{side}_signed_on", signed_on)
    if letter.bureau_signed_on and letter.institution_signed_on:
        letter.state = LetterState.SIGNED
    letter.save()
    _record(by, "sign_letter", [letter], {"side": side, "signed_on": signed_on})
    return letter


@retrying_atomic
def withdraw_letter(*, by: Viewer, letter_id: UUID, on: date) -> TargetLetter:
    """Take back a draft, or what was issued and not yet signed by both."""
    letter = _locked(by, letter_id, LETTER_WRITE)
    if letter.state == LetterState.SIGNED:
        _refuse("B_LETTER_SIGNED", on)
    if letter.state not in (LetterState.DRAFT, LetterState.ISSUED):
        _refuse("B_LETTER_NOT_ISSUED", on)
    before, letter.state = letter.state, LetterState.WITHDRAWN
    letter.save()
    _record(by, "withdraw_letter", [letter], {"state": [before, letter.state]})
    return letter


def _locked(by: Viewer, letter_id: UUID, permission: str) -> TargetLetter:
    rows = TargetLetter.objects.select_for_update(of=("self",)).select_related("institution")
    letter = rows.filter(id=letter_id).first()
    if letter is None:
        raise NotVisible
    require_at(by, permission, letter.institution)
    return letter


def _refuse(code: str, on: date, **words: Any) -> NoReturn:
    reason = RulebookView(on, ["national"]).reason(code, **words).as_dict()
    english = (get_language() or "").startswith("en")
    raise LawBroken(code, reason["text_en" if english else "text_zh"], breaches=[reason])


def _record(by: Viewer, act: str, letters: Sequence[TargetLetter], details: Mapping[str, Any]) -> None:
    ids = [letter.id for letter in letters]
    audit.record(by=by, act=f"indicators.{act}", subject_kind="target_letter", subject_ids=ids, details=details)
