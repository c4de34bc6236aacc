"""Fields that show a person with the institution."""

from typing import Any

from django import forms


class PersonField(forms.ModelChoiceField):
    """One practitioner; the rows come with their institutions."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.institution.name}"
