"""Two institutions, a resident, and consultations between them; every value is made up."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from jiayi.foundation.base.viewer import Scope
from jiayi.registry.organization.models import Institution
from jiayi.registry.people.models import Resident
from jiayi.service.care import services
from jiayi.service.care.models import Consultation
from jiayi.service.care.terms import ConsultationReport, ConsultationRequest
from tests.registry.organization import factories as organization
from tests.service.agreements.factories import COUNTY, Signer, Village, make_signer, make_village

from .factories import NOON, hypertension

ASKERS = (
    *("resident_read", "record_read", "restricted_record_read"),
    *("consultation_read", "consultation_ask", "task_read"),
)
ANSWERERS = ("resident_read", "record_read", "consultation_read", "consultation_answer", "task_read")


@dataclass(frozen=True)
class Desk(Signer):
    """Somebody whose posts are at institutions."""

    institutions: tuple[UUID, ...] = ()

    def scope(self, permission: str) -> Scope:
        if permission not in self.permissions:
            return Scope()
        return Scope(region_prefixes=self.prefixes, institution_ids=self.institutions)


@dataclass(frozen=True)
class Pair:
    """Who asks and who answers."""

    village: Village
    hospital: Institution
    resident: Resident
    asker: Signer
    answerer: Desk

    @property
    def centre(self) -> Institution:
        return self.village.team.institution


def make_pair(**resident: Any) -> Pair:
    """A township centre, the county hospital, and a resident of the village."""
    village = make_village()
    hospital = organization.make_institution(COUNTY, name="县人民医院", kind="county_hospital", level="county")
    specialist = organization.make_practitioner(hospital, title="senior")
    answerer = Desk(
        ANSWERERS, actor_id=uuid4(), practitioner_id=specialist.id, actor_name="林主任", institutions=(hospital.id,)
    )
    return Pair(village, hospital, hypertension(**resident), make_signer(permissions=ASKERS), answerer)


def asked(pair: Pair, *, by: Signer | None = None, at: Any = NOON, **fields: Any) -> Consultation:
    """A question about the resident."""
    usual: dict[str, Any] = {
        "resident_id": pair.resident.id,
        "kind": "clinical",
        "from_institution_id": pair.centre.id,
        "to_institution_id": pair.hospital.id,
        "question": "血压三种药仍未达标，请指导用药",
        "consented": True,
        "submission_id": uuid4(),
    }
    return services.ask_consultation(by=by or pair.asker, asked=ConsultationRequest(**(usual | fields)), at=at)


def answered(pair: Pair, one: Consultation, conclusion: str = "agree", *, at: Any = NOON) -> Consultation:
    """The specialist's report."""
    report = ConsultationReport(conclusion, "同意方案，四周后复查", "血压记录已阅")
    return services.answer_consultation(by=pair.answerer, consultation_id=one.id, report=report, at=at)
