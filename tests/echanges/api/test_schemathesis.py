"""Everything that the document allows is asked: no failure, and every answer is what the document says.

SCHEMATHESIS=200 asks so many times each operation.
"""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import checks

from echanges.api.documentation import document
from federation.wsgi import application
from tests.distribution import creer_lieu, creer_offre

pytestmark = [pytest.mark.apparence, pytest.mark.django_db]
EXEMPLES = int(os.environ.get("SCHEMATHESIS", "10"))
VERIFIES = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


@pytest.fixture
def peuple(distribution):
    lieu = creer_lieu(offres=2)
    creer_offre(lieu, horaires="Mo-Fr 09:00-12:00")
    # The server closes its connection after each answer: the test's own transaction is in this one.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield distribution
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


schema = schemathesis.openapi.from_dict(document())
schema.app = application


@schema.parametrize()
@settings(
    max_examples=EXEMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_the_document_says(case, peuple):
    case.call_and_validate(
        app=application, base_url="http://127.0.0.1/", headers={"Accept-Encoding": "identity"}, checks=VERIFIES
    )
