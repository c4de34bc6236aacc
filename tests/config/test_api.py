"""The API's manners: tokens, one shape of errors, nothing said that was not to be said."""

import datetime as dt
import json
import re

import pytest
from django.test import Client

from jiayi.config import api as api_module
from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.access import services
from jiayi.registry.access.models import ApiToken
from jiayi.registry.organization.models import Adoption
from tests.registry.access.codes import code_at, enrol
from tests.registry.access.factories import PASSWORD, make_post, make_user
from tests.registry.access.places import COUNTY, NEAR, make_county
from tests.registry.access.tokens import ApiClient

pytestmark = pytest.mark.django_db
TOKEN, DECISION = "/api/v1/token", "/decisions/agreements.signing"


@pytest.fixture
def doctor():
    county = make_county()
    user = make_user(username="doctor")
    make_post(user=user, code="doctor", institution=county.near_centre)
    return user


@pytest.fixture
def api(doctor):
    return ApiClient(doctor)


def ask(client, body, path=TOKEN, **headers):
    return client.post(path, body, content_type="application/json", headers=headers)


def shape(answer) -> tuple[int, str]:
    body = answer.json()
    assert set(body) == {"code", "message", "breaches"}
    assert body["message"]
    return answer.status_code, body["code"]


def test_a_token_comes_for_a_password_and_opens_the_api(client, doctor):
    answer = ask(client, {"username": "doctor", "password": PASSWORD})
    assert answer.status_code == 200
    token = answer.json()["token"]
    assert token not in repr(list(ApiToken.objects.values()))
    question = {"schemes": ["national"], "facts": {}}
    assert ask(client, question, f"/api/v1{DECISION}", Authorization=f"Bearer {token}").status_code == 200


@pytest.mark.parametrize("username", ["doctor", "nobody"])
def test_a_wrong_password_and_an_unknown_name_answer_alike(client, doctor, username):
    answer = ask(client, {"username": username, "password": "wrong"})
    assert shape(answer) == (401, "E_SIGN_IN")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_the_lockout_holds_for_tokens_and_pages_together(client, doctor, settings):
    settings.AXES_ENABLED = True
    for _ in range(4):
        assert shape(ask(client, {"username": "doctor", "password": "wrong"})) == (401, "E_SIGN_IN")
    assert shape(ask(client, {"username": "doctor", "password": "wrong"})) == (429, "E_LOCKED")
    assert shape(ask(client, {"username": "doctor", "password": PASSWORD})) == (429, "E_LOCKED")
    assert client.post("/sign-in/", {"username": "doctor", "password": PASSWORD}).status_code == 429


def test_where_an_authenticator_is_enrolled_its_code_is_needed(client, doctor):
    enrol(doctor)
    body = {"username": "doctor", "password": PASSWORD}
    assert shape(ask(client, body)) == (401, "E_CODE_WRONG")
    doctor.authenticator_set.update(throttling_failure_count=0)
    code = code_at(clock.now())
    assert ask(client, body | {"otp": code}).status_code == 200
    assert shape(ask(client, body | {"otp": code})) == (401, "E_CODE_WRONG")


def test_who_must_enrol_or_change_the_password_gets_no_token(client, doctor, settings):
    settings.TOTP_POSTS = ["doctor"]
    body = {"username": "doctor", "password": PASSWORD}
    assert shape(ask(client, body)) == (401, "E_SECOND_STEP_MISSING")
    password = services.reset_password(by=SystemViewer(), user_id=doctor.pk, at=clock.now())
    assert shape(ask(client, body | {"password": password})) == (401, "E_PASSWORD_MUST_CHANGE")


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer x", "Basic ZG9jdG9yOng=", "Bearer 令牌"])
def test_without_a_valid_token_nothing_is_said(client, doctor, header):
    headers = {"Authorization": header.encode().decode("latin-1")} if header else {}
    assert shape(ask(client, {"facts": {}}, f"/api/v1{DECISION}", **headers)) == (401, "E_TOKEN")


def test_a_session_of_the_pages_is_no_token(client, doctor):
    client.force_login(doctor)
    assert shape(ask(client, {"facts": {}}, f"/api/v1{DECISION}")) == (401, "E_TOKEN")


@pytest.mark.parametrize("end", ["revoke", "expire", "disable", "password"])
def test_a_token_ends(api, doctor, end):
    question = {"schemes": ["national"], "facts": {}}
    assert api.post(DECISION, question).status_code == 200
    token = ApiToken.objects.get()
    if end == "revoke":
        services.revoke_token(by=_viewer(doctor), token_id=token.pk, at=clock.now())
    elif end == "expire":
        ApiToken.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))
    elif end == "disable":
        services.disable_user(by=SystemViewer(), user_id=doctor.pk, at=clock.now())
        services.enable_user(by=SystemViewer(), user_id=doctor.pk)
    else:
        services.change_password(by=_viewer(doctor), old=PASSWORD, new="another-long-password", at=clock.now())
    assert shape(api.post(DECISION, question)) == (401, "E_TOKEN")


def _viewer(user):
    from jiayi.registry.access.selectors import viewer_of

    return viewer_of(user)


def test_no_token_of_a_form_is_asked_for_where_a_bearer_speaks(doctor):
    strict = Client(enforce_csrf_checks=True)
    answer = ask(strict, {"username": "doctor", "password": PASSWORD})
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/nothing", "/api/v2/residents", "/api/", "/api/v1/decisions"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_unknown_address_is_a_404_in_the_same_shape(client, path, method):
    assert shape(getattr(client, method)(path)) == (404, "E_NOT_FOUND")


def test_a_method_that_is_not_offered_is_said_in_the_same_shape(client):
    assert shape(client.get(TOKEN)) == (405, "E_HTTP_405")


def test_a_body_too_large_is_said_in_the_same_shape(client):
    answer = ask(client, {"username": "x" * 6_000_000, "password": "y"})
    assert shape(answer) == (413, "E_TOO_LARGE")


@pytest.mark.parametrize("path", ["/residents/nonsense", "/agreements/nonsense", "/agreements/1"])
def test_an_id_that_is_none_leads_nowhere(api, path):
    assert shape(api.get(path)) == (404, "E_NOT_FOUND")


SECRET = "420324199001011234"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"username": SECRET}, "E_SHAPE"),
        ({"username": {"deep": SECRET}, "password": 1}, "E_SHAPE"),
        ([SECRET], "E_SHAPE"),
        (f'{{"username": "{SECRET}"', "E_SHAPE"),
        ('{"username": "a\\u0000", "password": "b"}', "E_SHAPE"),
        ('{"username": "a\\ud800", "password": "b"}', "E_SHAPE"),
        ('{"username": NaN, "password": "b"}', "E_SHAPE"),
        ("[" * 100_000, "E_SHAPE"),
        ("", "E_SHAPE"),
        (b"\xff\xfe", "E_SHAPE"),
    ],
)
def test_a_wrong_shape_is_named_by_its_fields_and_never_repeated(client, body, code):
    answer = ask(client, body)
    assert shape(answer) == (422, code)
    assert SECRET not in answer.content.decode()


def test_every_operation_refuses_what_it_does_not_know(client):
    schema = json.loads(client.get("/api/v1/openapi.json").content)
    bodies = [
        operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for path in schema["paths"].values()
        for operation in path.values()
        if "requestBody" in operation
    ]
    assert {"AgreementRequest", "NewResident", "Question", "TokenRequest"} <= set(bodies)
    open_ones = [
        name for name in bodies if schema["components"]["schemas"][name].get("additionalProperties") is not False
    ]
    assert open_ones == []


def test_an_unknown_key_beside_the_facts_is_named_and_its_value_is_not_repeated(api):
    answer = api.post(DECISION, {"schemes": ["national"], "facts": {}, "fact": SECRET})
    assert shape(answer) == (422, "E_SHAPE")
    assert answer.json()["breaches"] == [{"code": "extra_forbidden", "field": "body.data.fact"}]
    assert SECRET not in answer.content.decode()


def test_missing_fields_are_listed(client):
    fields = ask(client, {"username": "x"}).json()["breaches"]
    assert fields == [{"code": "missing", "field": "body.data.password"}]


def test_an_error_of_ours_tells_the_client_nothing_and_the_log_everything_but_persons(api, monkeypatch, caplog):
    def breaks(*args, **kwargs):
        raise RuntimeError(f"{SECRET} broke")

    monkeypatch.setattr("jiayi.config.decisions_api.decide", breaks)
    answer = api.post(DECISION, {"schemes": ["national"], "facts": {}})
    assert shape(answer) == (500, "E_INTERNAL")
    assert "broke" not in answer.content.decode()
    assert any(record.exc_info for record in caplog.records if record.name == "jiayi.api")


def test_a_lost_race_asks_to_try_again(api, monkeypatch):
    from django.db import OperationalError
    from psycopg.errors import DeadlockDetected

    def loses(*args, **kwargs):
        raise OperationalError from DeadlockDetected()

    monkeypatch.setattr("jiayi.config.decisions_api.decide", loses)
    answer = api.post(DECISION, {"schemes": ["national"], "facts": {}})
    assert shape(answer) == (503, "E_BUSY")
    assert answer["Retry-After"] == "1"


def test_a_decision_carries_its_reasons(api):
    answer = api.post(DECISION, {"on": "2026-03-01", "schemes": ["national"], "facts": {"resident": {"alive": False}}})
    assert answer.status_code == 200
    outcome = answer.json()
    assert outcome["allowed"] is False
    assert outcome["reasons"]


def test_a_region_brings_the_schemes_it_adopted(api):
    Adoption.objects.create(region_id=COUNTY, scheme="county-2018", starts_on=dt.date(2018, 1, 1))
    facts = {"doctor": {"role": "mch_physician"}, "resident": {"groups": ["maternal"]}}
    question = {"on": "2026-03-01", "region": NEAR, "facts": facts}
    assert api.post(DECISION, question).json()["allowed"] is True
    assert api.post(DECISION, question | {"on": "2017-03-01"}).json()["allowed"] is False


def test_all_schemes_may_stand_in_one_stack(api):
    stack = ["national", *sorted(rulebook().schemes.keys() - {"national"})]
    assert api.post(DECISION, {"on": "2026-03-01", "schemes": stack, "facts": {}}).status_code == 200


@pytest.mark.parametrize(
    ("rule", "body", "expected"),
    [
        ("agreements.nothing", {"schemes": ["national"], "facts": {}}, (404, "E_RULE_UNKNOWN")),
        ("agreements.signing", {"schemes": ["nowhere"], "facts": {}}, (422, "E_SCHEME_UNKNOWN")),
        ("agreements.signing", {"schemes": ["national"], "facts": {"height": 180}}, (422, "E_FACT_UNKNOWN")),
        ("agreements.signing", {"schemes": ["national"], "on": "2026-02-30", "facts": {}}, (422, "E_FACT_DATE")),
        ("agreements.signing", {"schemes": ["national"], "on": "", "facts": {}}, (422, "E_FACT_DATE")),
        ("agreements.signing", {"region": NEAR, "on": "2026-02-30", "facts": {}}, (422, "E_FACT_DATE")),
        ("agreements.signing", {"region": "999999", "facts": {}}, (404, "E_NOT_FOUND")),
        ("agreements.signing", {"facts": {}}, (422, "E_SCHEMES_OR_REGION")),
        ("agreements.signing", {"region": NEAR, "schemes": [], "facts": {}}, (422, "E_SCHEMES_OR_REGION")),
        ("agreements.signing", {"schemes": ["national"]}, (422, "E_SHAPE")),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(api, rule, body, expected):
    assert shape(api.post(f"/decisions/{rule}", body)) == expected


def test_facts_are_not_repeated_in_the_refusal(api):
    answer = api.post(DECISION, {"schemes": ["national"], "facts": {SECRET: 1, "resident": {"age": SECRET}}})
    assert answer.status_code == 422
    assert SECRET not in answer.content.decode()


def test_a_post_without_the_permission_sees_no_decisions(doctor):
    insurer = make_user()
    make_post(user=insurer, code="insurer", region=COUNTY)
    assert shape(ApiClient(insurer).post(DECISION, {"schemes": [], "facts": {}})) == (404, "E_NOT_FOUND")


def test_the_documentation_is_served_from_here_with_relaxed_styles_alone(client):
    answer = client.get("/api/docs")
    assert answer.status_code == 200
    sources = re.findall(r'(?:src|href)="([^"]+)"', answer.content.decode())
    assert sources
    assert all(source.startswith("/static/") for source in sources)
    # The order of the directives differs from process to process.
    policy = [directive.strip() for directive in answer["Content-Security-Policy"].split(";")]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self'" in policy
    assert "'unsafe-inline'" not in client.get("/sign-in/")["Content-Security-Policy"]


def test_every_operation_is_documented(client):
    schema = json.loads(client.get("/api/v1/openapi.json").content)
    assert {"/api/v1/token", "/api/v1/decisions/{rule}"} <= set(schema["paths"])
    assert all(operation.get("summary") for path in schema["paths"].values() for operation in path.values())


ASKED_BY_POST = (
    "/api/v1/token",
    "/api/v1/decisions/{rule}",
    "/api/v1/residents/search",
    "/api/v1/residents/{resident_id}/costs",
)


def test_errors_and_idempotency_are_documented(client):
    schema = json.loads(client.get("/api/v1/openapi.json").content)
    operations = {
        (path, method): operation for path, methods in schema["paths"].items() for method, operation in methods.items()
    }
    for (path, method), operation in operations.items():
        said = set(operation["responses"])
        assert {"401", "404", "422", "429"} <= said
        writes = method != "get" and path not in ASKED_BY_POST
        assert ("409" in said) == writes
        assert any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", [])) == writes
    assert schema["components"]["schemas"]["Error"]["required"] == ["code", "message", "breaches"]
    decision = operations["/api/v1/decisions/{rule}", "post"]
    assert "agreements.signing" in decision["description"]


def test_adding_a_room_is_one_line():
    assert all(isinstance(prefix, str) and router.path_operations for prefix, router in api_module.ROUTERS)
