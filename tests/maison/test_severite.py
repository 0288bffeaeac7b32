"""The severity of the suite is itself tried: what should fail does."""

import os
import socket
import subprocess
import sys

import pytest
from django.contrib.contenttypes.models import ContentType
from django.template import engines
from pytest_socket import SocketConnectBlockedError

from tests.maison.projet import ROOT
from tests.outils.severite import UnknownTemplateVariable


def render(text: str, **context) -> str:
    return engines["django"].from_string(text).render(context)


def test_an_unknown_variable_fails():
    with pytest.raises(UnknownTemplateVariable, match=r"lieu\.nomm"):
        render("{{ lieu.nomm }}", lieu=object())


def test_a_template_may_foresee_absence():
    assert render('{{ absent|default:"rien" }}{% if absent %}oui{% endif %}') == ""
    assert render("{{ present }}", present="ici") == "ici"


@pytest.mark.django_db
def test_rows_without_an_order_come_in_any_order():
    orders = {tuple(kind.pk for kind in ContentType.objects.all()) for _ in range(12)}
    assert len(orders) > 1
    assert len({tuple(kind.pk for kind in ContentType.objects.order_by("pk")) for _ in range(12)}) == 1


def test_the_network_is_closed():
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


@pytest.mark.parametrize(("in_ci", "code"), [("true", 1), ("", 0)])
def test_a_skip_is_a_failure_in_ci_only(in_ci, code, tmp_path):
    (tmp_path / "test_sauté.py").write_text("import pytest\n\ndef test_it():\n    pytest.skip('no reason')\n")
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", tmp_path]
    command += ["-p", "tests.outils.sauts", "-p", "no:cacheprovider", "-p", "no:django", tmp_path]
    environment = {**os.environ, "CI": in_ci, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == code, result.stdout + result.stderr
    assert "no reason" in result.stdout or not in_ci
