"""A product's name means a generic drug only when nothing else is left of it."""

import pytest

from jiayi.service.prescriptions.rules import formulary as rules

KNOWN = {"amlodipine": ("氨氯地平",), "metformin": ("二甲双胍", "盐酸二甲双胍"), "valsartan": ("缬沙坦",)}


@pytest.mark.parametrize(
    ("name", "drug"),
    [
        ("氨氯地平", "amlodipine"),
        ("苯磺酸氨氯地平片", "amlodipine"),
        ("盐酸二甲双胍缓释片", "metformin"),
        ("缬沙坦胶囊（进口）", "valsartan"),
        ("左旋氨氯地平片", None),
        ("缬沙坦氨氯地平片", None),
        ("片", None),
        ("", None),
    ],
)
def test_which_generic_drug_a_name_means(name, drug) -> None:
    assert rules.drug_of(name, KNOWN) == drug


def test_a_name_of_two_drugs_means_neither() -> None:
    assert rules.drug_of("缬沙坦", KNOWN | {"other": ("缬沙坦片",)}) is None


@pytest.mark.parametrize(
    ("text", "one"), [("5mg*14片", "5mg"), ("5mg×28", "5mg"), (" 0.5g ", "0.5g"), ("10ml", "10ml")]
)
def test_the_strength_of_one_unit(text, one) -> None:
    assert rules.one_strength(text) == one


@pytest.mark.parametrize(("text", "amount"), [("5mg", 5.0), ("0.5g", 500.0), ("50μg", 0.05), ("3ml:300单位", None)])
def test_milligrams_where_the_strength_says_them(text, amount) -> None:
    assert rules.milligrams(text) == amount


@pytest.mark.parametrize(("text", "fen"), [("12.5", 1250), ("¥3", 300), ("0.045元", 4), ("", None), ("19.999", 2000)])
def test_prices(text, fen) -> None:
    assert rules.price_in_fen(text) == fen


@pytest.mark.parametrize("text", ["一元", "-3", "1e5", "12345678901"])
def test_what_is_no_price(text) -> None:
    with pytest.raises(ValueError):
        rules.price_in_fen(text)
