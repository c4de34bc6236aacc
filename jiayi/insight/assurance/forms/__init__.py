"""Shapes of what is typed on the pages of assurance."""

from .findings import AnswerForm, ConclusionForm

__all__ = ["AnswerForm", "ConclusionForm"]
