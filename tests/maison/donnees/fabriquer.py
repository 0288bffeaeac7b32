"""Make again what a former version leaves: `.venv/bin/python tests/maison/donnees/fabriquer.py COMMIT`.

The code of COMMIT (the last release, or what stands for it) writes its own demonstration, fictitious, in a base of its
own; five structures of it stay. Beside this file: its SQLite base, its backup, and what its pages answered.
"""

import json
import lzma
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

ICI = Path(__file__).resolve().parent
NOM = "version-precedente"
GARDEES = 5
ADRESSES = (
    "/?q=imp%C3%B4ts&pres=94028",
    "/?theme=demarches&pres=94028",
    "/?theme=bases&pres=94041",
    "/?theme=acces&pres=94068&tarif=gratuit",
    "/ecrivains-publics/",
)


def reduire():
    """Keep five structures, and of the rest only what holds without the others."""
    from django.db import connection

    with connection.cursor() as curseur:
        curseur.execute("PRAGMA foreign_keys=OFF")
        gardees = f"SELECT id FROM structures_structure ORDER BY id LIMIT {GARDEES}"
        curseur.execute(f"DELETE FROM structures_structure WHERE id NOT IN ({gardees})")
        while orphelines := curseur.execute("PRAGMA foreign_key_check").fetchall():
            for table, ligne in {(o[0], o[1]) for o in orphelines}:
                curseur.execute(f'DELETE FROM "{table}" WHERE rowid = {ligne}')
        for (table,) in curseur.execute("SELECT name FROM sqlite_master WHERE name LIKE '%\\_historical%' ESCAPE '\\'"
                                        " AND type = 'table'").fetchall():  # fmt: skip
            vive = table.replace("historical", "")
            cle = "id" if "id" in {c[1] for c in curseur.execute(f'PRAGMA table_info("{vive}")').fetchall()} else None
            if cle:
                curseur.execute(f'DELETE FROM "{table}" WHERE id NOT IN (SELECT id FROM "{vive}")')


def interroger():
    """Return what the pages of this version answer: the places of each search, the title of each place."""
    from django.test import Client
    from django.utils import timezone

    from structures.models import Lieu

    visiteur = Client(headers={"host": "127.0.0.1"})
    lieux = {
        adresse: sorted(set(re.findall(r'href="/lieux/(\w{8})', visiteur.get(adresse).text))) for adresse in ADRESSES
    }
    titres = {lieu.get_absolute_url(): lieu.nom for lieu in Lieu.objects.filter(etat="publie").order_by("pk")}
    assert all(visiteur.get(adresse).status_code == 200 for adresse in titres)
    assert all(lieux.values()), lieux
    return {"a": timezone.now().isoformat(), "lieux": lieux, "titres": titres}


def dans_l_ancienne(sauvegarde):
    """What the process of the former code does."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("demo")
    reduire()
    call_command("entretien")
    call_command("verifier")
    call_command("sauvegarder", sauvegarde)
    with connection.cursor() as curseur:
        curseur.execute("VACUUM")
    (ICI / f"{NOM}.json").write_text(json.dumps(interroger(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main(commit):
    with tempfile.TemporaryDirectory() as dossier:
        code, donnees = Path(dossier, "code"), Path(dossier, "donnees")
        code.mkdir()
        archive = subprocess.run(["git", "archive", commit], cwd=ICI.parents[2], check=True, capture_output=True).stdout
        subprocess.run(["tar", "x"], cwd=code, input=archive, check=True)
        environ = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "DEBUG": "true", "DATA_DIR": str(donnees)}
        environ |= {"DJANGO_SETTINGS_MODULE": "federation.settings", "PYTHONPATH": str(code), "LOG_LEVEL": "ERROR"}
        sauvegarde = Path(dossier, "sauvegarde.zip")
        subprocess.run([sys.executable, __file__, "--ici", str(sauvegarde)], cwd=code, env=environ, check=True)
        (ICI / f"{NOM}.zip").write_bytes(sauvegarde.read_bytes())
        with closing(sqlite3.connect(donnees / "donnees.sqlite3")) as base:
            base.execute("PRAGMA journal_mode=DELETE")
        octets = (donnees / "donnees.sqlite3").read_bytes()
        (ICI / f"{NOM}.sqlite3.xz").write_bytes(lzma.compress(octets, preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    if sys.argv[1] == "--ici":
        dans_l_ancienne(sys.argv[2])
    else:
        main(sys.argv[1])
