"""What stands in the logs: one JSON object a line, no persons."""

import json
import logging
import sys

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.base.logs import JsonFormatter
from jiayi.foundation.base.request import RequestContext, address_of, request_context
from jiayi.foundation.base.scrubbing import scrub

NUMBER, PHONE = "42032419900101123X", "13812345678"


def line(message: str, *args, exc_info=None) -> dict:
    record = logging.LogRecord("jiayi", logging.INFO, "x.py", 1, message, args, exc_info)
    text = JsonFormatter().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_a_line_knows_its_request():
    with request_context(RequestContext("abc")):
        entry = line("found %s", 3)
    assert (entry["message"], entry["request"], entry["level"]) == ("found 3", "abc", "INFO")


@given(st.text(), st.sampled_from([NUMBER, NUMBER[:17], "420324900101123", PHONE, f"+86{PHONE}"]), st.text())
def test_numbers_of_persons_do_not_pass_wherever_they_stand(before, number, after):
    text = f"{before} {number} {after}"
    assert number not in json.dumps(line("%s", text), ensure_ascii=False)


def test_line_breaks_and_escapes_cannot_forge_a_line():
    entry = line("%s", 'x"}\n{"level": "INFO"}\r\x1b[31m')
    assert entry["level"] == "INFO"


@given(st.uuids(), st.binary(min_size=16, max_size=16).map(bytes.hex))
def test_ids_stay_readable(identifier, digest):
    text = f"{identifier} a{digest[1:]}"
    assert scrub(text) == text


@pytest.mark.django_db
def test_a_traceback_shows_no_row():
    name = "".join(("王", "小", "明"))  # whole only while this runs: a traceback shows lines of source
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE person (name text UNIQUE, number text)")
        cursor.execute("INSERT INTO person VALUES ('王小明', '1')")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO person VALUES (%s, %s)", [name, NUMBER])
    except IntegrityError:
        text = json.dumps(line("failed", exc_info=sys.exc_info()), ensure_ascii=False)
    assert "IntegrityError" in text
    assert name not in text


@pytest.mark.django_db
def test_the_access_log_names_the_route_and_not_the_address(caplog):
    client = Client()
    client.get(f"/nowhere/{PHONE}/?q={NUMBER}")
    client.post("/sign-in/", {"username": NUMBER, "password": PHONE})
    fields = [record.fields for record in caplog.records if record.name == "jiayi.request"]
    assert [entry["route"] for entry in fields] == ["", "sign-in/"]
    assert [entry["status"] for entry in fields] == [404, 200]
    formatter = JsonFormatter()
    text = "".join(formatter.format(record) for record in caplog.records)
    assert NUMBER not in text
    assert PHONE not in text


@pytest.mark.django_db
def test_the_answer_carries_an_id_that_no_client_chooses():
    answer = Client().get("/sign-in/", headers={"X-Request-ID": "chosen by the client"})
    assert len(answer["X-Request-ID"]) == 32
    assert answer["X-Request-ID"].isalnum()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "1.2.3.4", "127.0.0.1"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "1.2.3.4", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(rf, settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    assert address_of(rf.get("/", headers={"X-Forwarded-For": forwarded})) == expected
