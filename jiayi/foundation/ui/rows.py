"""A field of several rows: medicines, contacts, findings."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_ROWS = 40  # a child's vaccinations are some thirty
BLANK_ROWS = 2


class RowsWidget(forms.Widget):
    """A table of inputs, with blank rows at its end; `name.3.dose` is the dose of the fourth."""

    template_name = "ui/forms/rows.html"

    def __init__(self, columns: Mapping[str, forms.Field], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.columns = columns

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[dict[str, Any]]:
        if isinstance(data.get(name), list):
            return data[name]  # of the API, where rows are maps
        return [
            {code: one.widget.value_from_datadict(data, files, f"{name}.{row}.{code}") for code, one in self._columns()}
            for row in range(MOST_ROWS)
        ]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return f"{id_}.0.{next(iter(self.columns))}" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = [row for row in value or [] if any(row.values())]
        rows = (given + [{}] * BLANK_ROWS)[:MOST_ROWS]
        context["widget"]["most"] = MOST_ROWS
        context["widget"]["headings"] = [str(one.label) for one in self.columns.values()]
        context["widget"]["rows"] = [
            [self._cell(name, index, code, one, row.get(code)) for code, one in self._columns()]
            for index, row in enumerate(rows)
        ]
        return context

    def _cell(self, name: str, row: int, code: str, one: forms.Field, value: Any) -> str:
        css = _css(one.widget)
        label = f"{one.label} {row + 1}"
        place = f"{name}.{row}.{code}"
        return one.widget.render(
            place, one.prepare_value(value), {"id": f"id_{place}", "class": css, "aria-label": label}
        )

    def _columns(self) -> list[tuple[str, forms.Field]]:
        return list(self.columns.items())


class RowsField(forms.Field):
    """A list of maps; rows of which nothing is filled in are left out."""

    def __init__(self, columns: Mapping[str, forms.Field], **options: Any) -> None:
        super().__init__(widget=RowsWidget(columns), **options)
        self.columns = columns

    def clean(self, value: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise ValidationError(_("请按行填写。"))
        if len(value) > MOST_ROWS:
            raise ValidationError(_("最多填写 %(most)s 行。"), params={"most": MOST_ROWS})
        filled = [row for row in value if any(_holds(cell) for cell in row.values())]
        return [self._cleaned(index, row) for index, row in enumerate(filled, start=1)]

    def _cleaned(self, index: int, row: Mapping[str, Any]) -> dict[str, Any]:
        found = {}
        for code, one in self.columns.items():
            try:
                cell = one.clean(row.get(code))
            except ValidationError as error:
                words = {"row": index, "column": one.label, "error": " ".join(error.messages)}
                raise ValidationError(_("第 %(row)s 行“%(column)s”：%(error)s"), params=words) from error
            if cell not in (None, "", []):
                found[code] = cell
        return found


def _css(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    return "form-select form-select-sm" if isinstance(widget, forms.Select) else "form-control form-control-sm"


def _holds(cell: Any) -> bool:
    """Whether somebody filled the cell in; a box that is not ticked says nothing."""
    return cell is not False and cell not in (None, "", [])
