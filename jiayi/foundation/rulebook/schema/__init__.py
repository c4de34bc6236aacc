"""The shape of every kind of rulebook file; what does not fit is refused before anyone relies on it."""

from jiayi.foundation.rulebook.schema.drugs import Drug, DrugClass, DrugForm, Interaction
from jiayi.foundation.rulebook.schema.entries import CONFIDENCES, Confidence, Source
from jiayi.foundation.rulebook.schema.form_fields import FormField, When
from jiayi.foundation.rulebook.schema.forms import GIVEN, Deciding, Form, Part, Programme, Section
from jiayi.foundation.rulebook.schema.parameters import DatedValue, Parameter, ParameterFile, Scheme
from jiayi.foundation.rulebook.schema.publications import (
    Answer,
    Clause,
    Detector,
    FactColumn,
    Indicator,
    MessageTemplate,
    OfficialTable,
    Paper,
    Question,
    Scoring,
    Script,
    TableColumn,
)
from jiayi.foundation.rulebook.schema.roster import AgreementImport, HolidayYear, Roster, VisitImport
from jiayi.foundation.rulebook.schema.services import Item, ItemList, Package
from jiayi.foundation.rulebook.schema.value_types import VALUE_TYPES
from jiayi.foundation.rulebook.schema.vocabulary import (
    Act,
    Document,
    Examination,
    Group,
    Permission,
    Post,
    ReasonText,
    Role,
    Term,
    Unit,
    Word,
)
from jiayi.foundation.rulebook.schema.yearly import WorkKind, YearlyService

__all__ = [
    "CONFIDENCES",
    "GIVEN",
    "VALUE_TYPES",
    "Act",
    "Answer",
    "Clause",
    "Confidence",
    "DatedValue",
    "Deciding",
    "Detector",
    "Document",
    "Examination",
    "Drug",
    "DrugClass",
    "DrugForm",
    "FactColumn",
    "Form",
    "FormField",
    "Group",
    "AgreementImport",
    "HolidayYear",
    "Indicator",
    "Interaction",
    "MessageTemplate",
    "OfficialTable",
    "Item",
    "ItemList",
    "Package",
    "Paper",
    "Parameter",
    "ParameterFile",
    "Part",
    "Permission",
    "Post",
    "Programme",
    "Question",
    "ReasonText",
    "Role",
    "Roster",
    "Scheme",
    "Scoring",
    "Script",
    "Section",
    "Source",
    "TableColumn",
    "Term",
    "Unit",
    "When",
    "Word",
    "WorkKind",
    "YearlyService",
    "VisitImport",
]
