"""The threat model holds to the tests that it names, and the audit of dependencies says what it knows."""

import json
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.maison.projet import ROOT, missing_tests

DOCUMENT = ROOT / "docs" / "securite.md"
NOMME = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def rows():
    """Give the rows of the tables whose last column is « test »."""
    for table in re.findall(r"\| threat \|.*\n\|[ |-]+\n((?:\|.*\n)+)", DOCUMENT.read_text(encoding="utf-8")):
        yield from table.splitlines()


def test_every_line_of_the_threat_model_points_to_a_test_that_exists():
    lines = list(rows())
    assert len(lines) > 35
    assert not [line for line in lines if not NOMME.search(line)], "a threat that no test holds"


# RGAA's file, which docs/accessibilite.md repeats, is read by tests/recherche/test_rgaa.py too: there, each row.
@pytest.mark.parametrize("document", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.stem)
def test_every_test_that_a_document_names_exists(document):
    assert not missing_tests(document.read_text(encoding="utf-8"))


def test_a_name_of_no_test_is_seen():
    ici = "tests/maison/test_modele_de_menace.py"
    nommes = f"`{ici}`, `{ici}::test_a_name_of_no_test_is_seen`, `{ici}::test_of_nothing`, `tests/nowhere/test_x.py`"
    assert missing_tests(nommes) == [f"{ici}::test_of_nothing", "tests/nowhere/test_x.py"]


def audit(url: str) -> subprocess.CompletedProcess:
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "AUDIT_URL": url}
    return subprocess.run(
        [sys.executable, ROOT / "bin/audit"], env=environment, capture_output=True, text=True, check=False
    )


def test_the_audit_says_so_when_nobody_answers():
    silent = audit("http://127.0.0.1:9/")
    assert silent.returncode == 0
    assert silent.stdout.startswith("Dépendances NON auditées")


def test_the_audit_names_what_has_a_known_flaw():
    class Advisories(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            found = [{"vulns": [{"id": "AVIS-1"}]} if q["package"]["name"] == "django" else {} for q in asked]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"results": found}).encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Advisories)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    told = audit(f"http://127.0.0.1:{server.server_port}/")
    thread.join()
    server.server_close()
    assert told.returncode == 1, told.stderr
    assert re.match(r"django 5\.2\S* : AVIS-1\n\d+ dépendances auditées, 1 avec une faille connue\.", told.stdout)
