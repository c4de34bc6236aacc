"""The history's words on pages."""

from django import template

from jiayi.foundation.audit.words import act_label, subject_label

register = template.Library()
register.filter("act_label", act_label)
register.filter("subject_label", subject_label)
