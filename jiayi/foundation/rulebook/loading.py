"""The rulebook of a checkout: found, read once per process and kind, and known by the hash of its files."""

import hashlib
from collections.abc import Callable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from jiayi.foundation.rulebook import schema
from jiayi.foundation.rulebook.errors import BAD_FILE, UNKNOWN_SCHEME, RulebookError
from jiayi.foundation.rulebook.shared_fields import with_shared
from jiayi.foundation.rulebook.yaml_files import read_document, yaml_files

DEFAULT_LOCATION = Path(__file__).resolve().parents[3] / "rulebook"
CASES_FOLDER = "cases"
Shape = TypeVar("Shape", bound=BaseModel)
Whole = TypeVar("Whole")


class Rulebook:
    """Everything below one folder; each kind of file is read and checked when first asked for."""

    def __init__(self, location: Path) -> None:
        self.location = location

    @cached_property
    def parameters(self) -> dict[str, schema.Parameter]:
        """Every parameter by its key, with the national values."""
        merged: dict[str, schema.Parameter] = {}
        for path in self.files("parameters"):
            topic = self._read(path, schema.ParameterFile)
            if (topic.room, topic.topic) != (path.parent.name, path.stem):
                raise RulebookError(BAD_FILE, "room and topic differ from the path", path=str(path))
            if twice := merged.keys() & topic.parameters.keys():
                raise RulebookError(BAD_FILE, f"defined twice: {', '.join(sorted(twice))}", path=str(path))
            merged |= topic.parameters
        return merged

    @cached_property
    def schemes(self) -> dict[str, schema.Scheme]:
        return self._named("schemes", schema.Scheme, "scheme")

    @cached_property
    def documents(self) -> dict[str, schema.Document]:
        return self._entries("documents.yaml", schema.Document)

    @cached_property
    def units(self) -> dict[str, schema.Unit]:
        return self._entries("units.yaml", schema.Unit)

    @cached_property
    def words(self) -> dict[str, schema.Word]:
        """The words of codes in values that no other vocabulary defines."""
        return self._entries("words.yaml", schema.Word)

    @cached_property
    def groups(self) -> dict[str, schema.Group]:
        return self._entries("groups.yaml", schema.Group)

    @cached_property
    def open_groups(self) -> dict[str, schema.Group]:
        """Those that whoever may see a resident may know of: what lists, filters and counts name."""
        return {code: group for code, group in self.groups.items() if not group.restricted}

    @cached_property
    def restricted_groups(self) -> set[str]:
        """The others."""
        return self.groups.keys() - self.open_groups.keys()

    @cached_property
    def roles(self) -> dict[str, schema.Role]:
        return self._entries("roles.yaml", schema.Role)

    @cached_property
    def permissions(self) -> dict[str, schema.Permission]:
        return self._entries("permissions.yaml", schema.Permission)

    @cached_property
    def acts(self) -> dict[str, schema.Act]:
        """The words of every act that is kept in the history, by `room.verb_noun`."""
        found: dict[str, schema.Act] = {}
        for path in self.files("acts"):
            acts = self._validated(path, TypeAdapter(dict[str, schema.Act]))
            found |= {f"{path.stem}.{code}": act for code, act in acts.items()}
        return found

    @cached_property
    def posts(self) -> dict[str, schema.Post]:
        return self._entries("posts.yaml", schema.Post)

    @cached_property
    def items(self) -> dict[str, schema.Item]:
        return self._entries("items.yaml", schema.Item)

    @cached_property
    def packages(self) -> dict[str, schema.Package]:
        return self._named("packages", schema.Package, "package")

    @cached_property
    def lists(self) -> dict[str, schema.ItemList]:
        return self._named("lists", schema.ItemList, "checklist")

    @cached_property
    def papers(self) -> dict[str, schema.Paper]:
        return self._named("papers", schema.Paper, "paper")

    @cached_property
    def fields(self) -> dict[str, schema.FormField]:
        """Fields that forms share, by code."""
        return self._entries("fields.yaml", schema.FormField)

    @cached_property
    def forms(self) -> dict[str, schema.Form]:
        shared = read_document(self.location / "fields.yaml")
        return self._named("forms", schema.Form, "form", prepare=lambda form: with_shared(form, shared))

    @cached_property
    def surveys(self) -> dict[str, schema.Form]:
        """What is asked of a place, defined as a record's form is."""
        return self._named("surveys", schema.Form, "form")

    @cached_property
    def examinations(self) -> dict[str, schema.Examination]:
        return self._entries("examinations.yaml", schema.Examination)

    @cached_property
    def yearly_services(self) -> dict[str, schema.YearlyService]:
        return self._entries("yearly_services.yaml", schema.YearlyService)

    @cached_property
    def work_kinds(self) -> dict[str, schema.WorkKind]:
        return self._entries("work_kinds.yaml", schema.WorkKind)

    @cached_property
    def programmes(self) -> dict[str, schema.Programme]:
        return self._entries("programmes.yaml", schema.Programme)

    @cached_property
    def drug_forms(self) -> dict[str, schema.DrugForm]:
        return self._entries("drug_forms.yaml", schema.DrugForm)

    @cached_property
    def drug_classes(self) -> dict[str, schema.DrugClass]:
        return self._entries("drug_classes.yaml", schema.DrugClass)

    @cached_property
    def drug_interactions(self) -> dict[str, schema.Interaction]:
        return self._entries("drug_interactions.yaml", schema.Interaction)

    @cached_property
    def drugs(self) -> dict[str, schema.Drug]:
        """Every drug of the catalogue by its code."""
        return self._merged("drugs", schema.Drug)

    @cached_property
    def fact_columns(self) -> dict[str, schema.FactColumn]:
        return self._entries("fact_columns.yaml", schema.FactColumn)

    @cached_property
    def indicators(self) -> dict[str, schema.Indicator]:
        return self._named("indicators", schema.Indicator, "indicator")

    @cached_property
    def tables(self) -> dict[str, schema.OfficialTable]:
        return self._named("tables", schema.OfficialTable, "table")

    @cached_property
    def scoring(self) -> dict[str, schema.Scoring]:
        return self._named("scoring", schema.Scoring, "scoring")

    @cached_property
    def detectors(self) -> dict[str, schema.Detector]:
        return self._named("detectors", schema.Detector, "detector")

    @cached_property
    def scripts(self) -> dict[str, schema.Script]:
        return self._named("scripts", schema.Script, "script")

    @cached_property
    def messages(self) -> dict[str, schema.MessageTemplate]:
        """Every template of a message by its code."""
        return self._merged("messages", schema.MessageTemplate)

    @cached_property
    def reasons(self) -> dict[str, schema.ReasonText]:
        """The words of every reason by its code."""
        return self._merged("reasons", schema.ReasonText)

    @cached_property
    def glossary(self) -> dict[str, schema.Term]:
        """Terms by code name."""
        terms: list[schema.Term] = self._validated(self.location / "glossary.yaml", TypeAdapter(list[schema.Term]))
        return {term.code: term for term in terms}

    @cached_property
    def terms_by_name(self) -> dict[str, schema.Term]:
        """Terms by every Chinese name they have, older ones included."""
        return {name: term for term in self.glossary.values() for name in (term.zh, *term.aliases)}

    @cached_property
    def roster(self) -> schema.Roster:
        return self._read(self.location / "roster.yaml", schema.Roster)

    @cached_property
    def visit_import(self) -> schema.VisitImport:
        return self._read(self.location / "visit_import.yaml", schema.VisitImport)

    @cached_property
    def agreement_import(self) -> schema.AgreementImport:
        return self._read(self.location / "agreement_import.yaml", schema.AgreementImport)

    @cached_property
    def holidays(self) -> dict[int, schema.HolidayYear]:
        path = self.location / "holidays.yaml"
        years: list[schema.HolidayYear] = self._validated(path, TypeAdapter(list[schema.HolidayYear]))
        return {year.year: year for year in years}

    @cached_property
    def version(self) -> str:
        """Sixteen hex digits over all files but the worked cases: what a stored decision names."""
        digest = hashlib.sha256()
        for path in yaml_files(self.location):
            name = path.relative_to(self.location)
            if name.parts[0] != CASES_FOLDER:
                digest.update(f"{name.as_posix()}\0".encode())
                digest.update(path.read_bytes() + b"\0")
        return digest.hexdigest()[:16]

    def read_all(self) -> None:
        """Read every kind of file now; refuses like the first use of each would."""
        for name, member in vars(type(self)).items():
            if isinstance(member, cached_property):
                getattr(self, name)

    def labelled(
        self, code: str
    ) -> schema.Group | schema.Role | schema.Item | schema.Package | schema.Term | schema.Word | None:
        """What a code of a value means: a group, role, item, package, term or word; `None` where nothing says it."""
        for vocabulary in (self.groups, self.roles, self.items, self.packages, self.glossary, self.words):
            if found := vocabulary.get(code):
                return found
        return None

    def files(self, folder: str) -> list[Path]:
        return list(yaml_files(self.location / folder))

    def scheme(self, name: str) -> schema.Scheme:
        """A scheme by name; refuses with `E_SCHEME_UNKNOWN`."""
        try:
            return self.schemes[name]
        except (KeyError, TypeError):
            raise RulebookError(UNKNOWN_SCHEME, f"no scheme {name!r}", path="schemes") from None

    def _entries(self, name: str, shape: type[Shape]) -> dict[str, Shape]:
        adapter: TypeAdapter[dict[str, Shape]] = TypeAdapter(dict[str, shape])  # type: ignore[valid-type]
        return self._validated(self.location / name, adapter)

    def _merged(self, folder: str, shape: type[Shape]) -> dict[str, Shape]:
        """The entries of all files of a folder; none stands in two of them."""
        merged: dict[str, Shape] = {}
        for path in self.files(folder):
            entries = self._entries(str(path.relative_to(self.location)), shape)
            if twice := merged.keys() & entries.keys():
                raise RulebookError(BAD_FILE, f"defined twice: {', '.join(sorted(twice))}", path=str(path))
            merged |= entries
        return merged

    def _named(
        self, folder: str, shape: type[Shape], name: str, *, prepare: Callable[[Any], object] = lambda raw: raw
    ) -> dict[str, Shape]:
        found = {}
        for path in self.files(folder):
            entry = self._validated(path, TypeAdapter(shape), prepare(read_document(path)))
            if getattr(entry, name) != path.stem:
                raise RulebookError(BAD_FILE, f"{name} differs from the file name", path=str(path))
            found[path.stem] = entry
        return found

    def _read(self, path: Path, shape: type[Shape]) -> Shape:
        adapter: TypeAdapter[Shape] = TypeAdapter(shape)
        return self._validated(path, adapter)

    def _validated(self, path: Path, adapter: TypeAdapter[Whole], raw: object = None) -> Whole:
        try:
            return adapter.validate_python(read_document(path) if raw is None else raw)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            message = f"{path.name}: {place}: {first['msg']} ({error.error_count()} in all)"
            raise RulebookError(BAD_FILE, message, path=str(path)) from error


@lru_cache(maxsize=4)
def _rulebook_at(location: Path) -> Rulebook:
    return Rulebook(location)


def rulebook(location: Path | str | None = None) -> Rulebook:
    """The rulebook of this checkout, or of another folder; the same object for the same folder."""
    return _rulebook_at(Path(location).resolve() if location else DEFAULT_LOCATION)
