"""What signing would do, without doing it: for the steps of the signing page."""

import datetime as dt
from dataclasses import dataclass

from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements.terms import SigningRequest

from .asking import asked_by
from .case import Case, load_case
from .judging import Finding, Judgement, Verdict, judge
from .packages import PackageOffer
from .workload import SigningWorkload, workload_after


@dataclass(frozen=True)
class Preview:
    """A judgement with what stands behind it; amounts are fen a year for everyone on the paper."""

    case: Case
    judgement: Judgement
    workload: SigningWorkload

    @property
    def packages(self) -> tuple[PackageOffer, ...]:
        return self.case.offers

    @property
    def allowed(self) -> bool:
        return self.judgement.allowed

    @property
    def breaches(self) -> list[Finding]:
        return self.judgement.breaches

    @property
    def warnings(self) -> list[Finding]:
        """Of the judgement, and of the load that the team would have: it warns and forbids nothing."""
        return [*self.judgement.warnings, *self.workload.warnings]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """One for each resident, in the order of `case.signatories`."""
        return self.judgement.verdicts

    @property
    def amounts_fen(self) -> dict[str, int]:
        """By payer, over all packages of all members."""
        payers = [offer.amounts for offers in self.case.promised.values() for offer in offers]
        return {payer: sum(amounts[payer] for amounts in payers) for payer in payers[0]}

    @property
    def total_fen(self) -> int:
        return sum(self.amounts_fen.values())


def preview_signing(viewer: Viewer, asked: SigningRequest, *, on: dt.date) -> Preview:
    """The judgement on a request as things stand; raises BadShape and NotVisible as signing does."""
    meant = asked_by(viewer, asked, on=on)
    case = load_case(asked, meant)
    return Preview(case, judge(case), workload_after(case, on=on))
