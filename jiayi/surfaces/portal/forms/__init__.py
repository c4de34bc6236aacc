"""What residents fill in."""

from .signing_in import CodeForm, PhoneForm
from .voices import AppealForm, RatingForm, ReadingForm, SurveyForm, WordsForm

__all__ = ["AppealForm", "CodeForm", "PhoneForm", "RatingForm", "ReadingForm", "SurveyForm", "WordsForm"]
