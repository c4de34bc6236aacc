"""Forms keep what was typed, name what is wrong and say what to do."""

import datetime as dt

from django import forms

from jiayi.foundation.base.errors import LawBroken
from jiayi.foundation.ui.forms import DateField, Form, YuanField


class VisitForm(Form):
    name = forms.CharField(label="姓名", help_text="与身份证一致")
    on = DateField(label="日期", latest=dt.date(2026, 11, 22))
    fee = YuanField(label="费用", required=False)
    kind = forms.ChoiceField(label="方式", choices=[("a", "上门"), ("b", "门诊")], widget=forms.RadioSelect)
    told = forms.BooleanField(label="已告知", required=False)
    place = forms.ChoiceField(label="地点", choices=[("", "请选择")], required=False)


def test_a_fresh_form_has_labels_help_and_tabler_classes():
    shown = str(VisitForm())
    assert '<label class="form-label" for="id_name">姓名' in shown
    assert 'class="form-control"' in shown and 'class="form-select"' in shown and 'class="form-check-input"' in shown
    assert 'aria-describedby="id_name_helptext"' in shown and 'id="id_name_helptext"' in shown
    assert "<legend" in shown and "is-invalid" not in shown and "style=" not in shown


def test_a_refused_form_keeps_what_was_typed_and_names_the_errors():
    form = VisitForm({"name": "沈建国", "on": "昨天", "fee": "很多", "kind": "a"})
    assert not form.is_valid()
    shown = str(form)
    assert 'value="沈建国"' in shown and 'value="昨天"' in shown
    assert "请按 2026-11-22 的样子填写日期" in shown and "请填写金额" in shown
    assert 'aria-invalid="true"' in shown and "请先改正标出的地方" in shown


def test_days_and_yuan_are_read_as_people_write_them():
    form = VisitForm({"name": "沈", "on": "2026/11/01", "fee": "1,200.5元", "kind": "b"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == dt.date(2026, 11, 1) and form.cleaned_data["fee"] == 120050


def test_a_day_after_the_latest_is_refused():
    form = VisitForm({"name": "沈", "on": "2026-11-23", "kind": "b"})
    assert "不能晚于 2026-11-22" in form.errors["on"][0]


def test_a_services_refusal_stands_above_the_form():
    form = VisitForm({"name": "沈", "on": "2026-11-01", "kind": "b"})
    assert form.is_valid()
    form.refuse(LawBroken("E_LAW", "团队已满"))
    assert "团队已满" in str(form) and 'value="沈"' in str(form)
