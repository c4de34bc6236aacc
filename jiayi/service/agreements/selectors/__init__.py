"""Reads of the agreements room; the viewer comes first."""

from .adopting import CapIf, CapSide, Split, TermsIf, TermsSide, WorkIf, caps_if, terms_if, work_if
from .batches import batch_for, batches, rejected_rows, rejects_of
from .benefits import benefits_of
from .caps import Caps, caps_on
from .counts import TeamCount, team_counts
from .ending import (
    Ending,
    TerminationVerdict,
    already_ended,
    confirmations_asked_for,
    evidence_asked_for,
    termination_verdict,
    those_to_end,
    what_ends,
)
from .items import items_in_force
from .listing import AgreementFilters, agreements, count_of, counts_of, visible
from .loads import Fill, TeamFill, loads
from .own_packages import (
    content_of,
    judge_content,
    judge_offer,
    latest_versions,
    may_at,
    own_package_names,
    package_versions,
    standing_of,
    version_for,
    versions_of,
)
from .packages import PackageOffer, own_offers, package_label, packages_named, packages_on_offer, services_open_to_all
from .papers import code_sent, evidence_of, paper_for, visible_papers, waits
from .plates import PLATES_PER_FILE, Holder, Plate, holders_of, plates, signed_households
from .preview import Preview, preview_signing
from .promised_years import promised_items, promised_years, running_agreements
from .refusals import refusals, refusals_of_resident
from .sessions import Candidate, candidates_of, entry_for, queue_of, session_for, sessions
from .signed import signatures, signed_agreements
from .signer import signer_of
from .signers import SignerVerdict, signer_verdicts
from .single import agreement_for, agreements_of_act, agreements_of_paper, agreements_of_papers, agreements_of_resident
from .situation import Situation, situation_of
from .story import latest_of_chain, steps_of
from .to_renew import notice_reasons, to_renew, to_renew_by_place
from .to_sign import Cursor, ToSign, ToSignFilters, ToSignPage, to_sign
from .verification import VerifiedPaper, signer_of_code, verified_paper
from .visiting import of_standing, to_visit, visit_standing_of
from .workload import (
    ExplainedWorkload,
    SigningWorkload,
    TeamWorkload,
    workload_of,
    workloads,
)

__all__ = [
    "items_in_force",
    "signatures",
    "signed_agreements",
    "of_standing",
    "visit_standing_of",
    "to_visit",
    "CapIf",
    "CapSide",
    "Split",
    "TermsIf",
    "TermsSide",
    "WorkIf",
    "caps_if",
    "terms_if",
    "work_if",
    "AgreementFilters",
    "Candidate",
    "Caps",
    "Cursor",
    "Ending",
    "ExplainedWorkload",
    "Fill",
    "Holder",
    "PLATES_PER_FILE",
    "PackageOffer",
    "Plate",
    "Preview",
    "SignerVerdict",
    "SigningWorkload",
    "Situation",
    "TeamCount",
    "TeamFill",
    "TeamWorkload",
    "TerminationVerdict",
    "ToSign",
    "ToSignFilters",
    "ToSignPage",
    "VerifiedPaper",
    "agreement_for",
    "agreements",
    "agreements_of_act",
    "agreements_of_paper",
    "agreements_of_papers",
    "agreements_of_resident",
    "benefits_of",
    "already_ended",
    "batch_for",
    "batches",
    "candidates_of",
    "caps_on",
    "code_sent",
    "confirmations_asked_for",
    "content_of",
    "count_of",
    "counts_of",
    "entry_for",
    "evidence_asked_for",
    "evidence_of",
    "holders_of",
    "judge_content",
    "judge_offer",
    "latest_of_chain",
    "latest_versions",
    "loads",
    "may_at",
    "notice_reasons",
    "own_offers",
    "own_package_names",
    "package_label",
    "package_versions",
    "packages_named",
    "packages_on_offer",
    "paper_for",
    "plates",
    "preview_signing",
    "promised_items",
    "promised_years",
    "queue_of",
    "refusals",
    "refusals_of_resident",
    "rejected_rows",
    "rejects_of",
    "running_agreements",
    "services_open_to_all",
    "session_for",
    "sessions",
    "signed_households",
    "signer_of",
    "signer_of_code",
    "signer_verdicts",
    "situation_of",
    "standing_of",
    "steps_of",
    "team_counts",
    "termination_verdict",
    "those_to_end",
    "to_renew",
    "to_renew_by_place",
    "to_sign",
    "verified_paper",
    "version_for",
    "versions_of",
    "visible",
    "visible_papers",
    "waits",
    "what_ends",
    "workload_of",
    "workloads",
]
