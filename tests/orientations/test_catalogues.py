"""The languages of the paper: complete or absent, compiled, honest about who has reread them, and printable."""

import re
import subprocess
from datetime import date, datetime, time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation
from fontTools.ttLib import TTCollection, TTFont

from orientations import mots
from orientations.catalogues import (
    Catalogue,
    Message,
    ecrire_mo,
    fautes,
    fichiers_po,
    lire_po,
    messages_du_code,
)
from orientations.langues import (
    FRANCAIS,
    LANGUES,
    date_entiere,
    en_langue,
    heure_locale,
    jour,
    jour_de_semaine,
)
from orientations.papier import pas_relue
from tests.distribution import creer_offre

PAR_DOSSIER = {po.parent.parent.name: po for po in fichiers_po()}
DOSSIERS = {translation.to_locale(code): code for code in LANGUES if code != "fr"}


def test_each_language_has_its_catalogue_and_each_catalogue_its_language():
    assert set(PAR_DOSSIER) == set(DOSSIERS)
    assert len(DOSSIERS) == 8


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_a_catalogue_is_complete(dossier):
    assert fautes(lire_po(PAR_DOSSIER[dossier]), messages_du_code()) == []


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_what_django_reads_is_what_is_written(dossier):
    po = PAR_DOSSIER[dossier]
    assert po.with_suffix(".mo").read_bytes() == ecrire_mo(lire_po(po)), "run manage.py traductions"


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_django_says_every_message(dossier):
    catalogue = lire_po(PAR_DOSSIER[dossier])
    with translation.override(DOSSIERS[dossier]):
        for message, textes in catalogue.traductions.items():
            if message.contexte:
                assert translation.pgettext(message.contexte, message.texte) == textes[0]
            elif not message.pluriel:
                assert translation.gettext(message.texte) == textes[0]


def test_what_keeps_a_catalogue_from_being_shown():
    attendus = {Message("Bonjour %(nom)s"), Message("un", "plusieurs"), Message("rien")}
    catalogue = Catalogue(
        "Plural-Forms: nplurals=3; plural=0;\n",
        {
            Message("Bonjour %(nom)s"): ("Hello",),
            Message("un", "plusieurs"): ("one", "many"),
            Message("vieux"): ("old",),
        },
    )
    assert fautes(catalogue, attendus) == [
        "missing: rien",
        "no longer said: vieux",
        "other placeholders: Bonjour %(nom)s → Hello",
        "2 forms of 3, or an empty one: un",
    ]


def test_a_line_that_is_not_understood_is_named(tmp_path):
    (tmp_path / "django.po").write_text('msgid "a"\nmsgstr "b\n', encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        lire_po(tmp_path / "django.po")


def test_compiling_changes_nothing(capsys):
    avant = {po: po.with_suffix(".mo").read_bytes() for po in fichiers_po()}
    call_command("traductions")
    assert avant == {po: po.with_suffix(".mo").read_bytes() for po in fichiers_po()}
    assert "ar : " in capsys.readouterr().out


def test_every_word_of_the_closed_lists_is_said():
    """A theme, an audience or a paper that is added has its easy words, or its line would silently be missing."""
    from ateliers import nomenclature as n

    assert set(mots.THEMES) == {t.code for t in n.THEMES}
    assert set(mots.PUBLICS) == {t.code for t in n.PUBLICS} - {"tous"}
    assert set(mots.PAPIERS) == {t.code for t in n.PAPIERS} - {"rien"}
    assert set(mots.METIERS) == {t.code for t in n.METIERS}
    assert set(mots.POSTURES) == {t.code for t in n.POSTURES}
    assert set(mots.RESERVES) == {t.code for t in n.RESERVES} - {"commune"}
    assert set(mots.NATURES) == set(n.Nature)
    assert set(mots.MODES) == set(n.Mode) - {n.Mode.SUR_PLACE}
    assert set(mots.TARIFS) == set(n.Tarif)
    assert set(mots.APPAREILS) == set(n.Appareil)
    assert set(mots.DISPOS) == set(n.Dispo)


# ------------------------------------------------------------------------------- days, hours, plurals
@pytest.mark.parametrize(
    ("code", "attendu", "autre_annee", "entiere"),
    [
        ("fr", "jeudi 3 décembre", "vendredi 1er janvier 2027", "1er décembre 2026"),
        ("en", "Thursday 3 December", "Friday 1 January 2027", "1 December 2026"),
        ("ar", "الخميس 3 ديسمبر", "الجمعة 1 يناير 2027", "1 ديسمبر 2026"),
        ("es", "jueves 3 de diciembre", "viernes 1 de enero de 2027", "1 de diciembre de 2026"),
        ("pt", "quinta-feira, 3 de dezembro", "sexta-feira, 1 de janeiro de 2027", "1 de dezembro de 2026"),
        ("tr", "3 Aralık Perşembe", "1 Ocak 2027 Cuma", "1 Aralık 2026"),
        ("uk", "четвер, 3 грудня", "п’ятниця, 1 січня 2027", "1 грудня 2026"),
        ("ro", "joi, 3 decembrie", "vineri, 1 ianuarie 2027", "1 decembrie 2026"),
        ("zh-hans", "12月3日 星期四", "2027年1月1日 星期五", "2026年12月1日"),
    ],
)
def test_days_are_written_as_each_language_does(code, attendu, autre_annee, entiere):
    langue, today = LANGUES[code], date(2026, 11, 27)
    assert jour(date(2026, 12, 3), langue, today) == attendu
    assert jour(date(2027, 1, 1), langue, today) == autre_annee
    assert date_entiere(date(2026, 12, 1), langue) == entiere


def test_hours():
    assert heure_locale(time(14, 30), FRANCAIS) == "14\u00a0h\u00a030"
    assert heure_locale(datetime(2026, 12, 3, 9, 0), LANGUES["ar"]) == "09:00"  # noqa: DTZ001
    assert jour_de_semaine(6, LANGUES["es"]) == "domingo"


@pytest.mark.parametrize(
    ("code", "age", "attendu"),
    [
        ("fr", 1, "À partir de 1 an."),
        ("fr", 60, "À partir de 60 ans."),
        ("ar", 3, "ابتداءً من 3 سنوات."),
        ("ar", 18, "ابتداءً من 18 سنة."),
        ("uk", 21, "Від 21 року."),
        ("uk", 60, "Від 60 років."),
        ("ro", 18, "De la 18 ani."),
        ("ro", 60, "De la 60 de ani."),
        ("zh-hans", 60, "60 岁起。"),
    ],
)
@pytest.mark.django_db
def test_plurals(client, code, age, attendu):
    offre = creer_offre(age_min=age)
    page = client.get(f"/offres/{offre.uid}/papier/?langue={code}").text
    assert f"<p>{attendu}</p>" in page.replace("\u00a0", " ")


def test_what_no_speaker_has_reread_says_so_in_both_languages():
    """A catalogue that nobody has reread shows it; one that was, no longer."""
    for langue in LANGUES.values():
        dit = pas_relue(langue)
        assert bool(dit) is not bool(langue.relue)
        if dit:
            assert [c.langue for c in dit] == [FRANCAIS, langue]
            assert dit[0].titre.startswith("Traduction pas encore relue")
            assert dit[1].titre != dit[0].titre


@pytest.mark.django_db
def test_the_interface_stays_french(client):
    offre = creer_offre()
    page = client.get(f"/offres/{offre.uid}/papier/?langue=ar").text
    assert page.startswith('<!DOCTYPE html>\n<html lang="fr">') or '<html lang="fr">' in page
    assert "Le papier à remettre" in page
    assert translation.get_language() == "fr"
    assert "Aller au contenu" in client.get("/").text


# --------------------------------------------------------------------------------------------- glyphs
def polices() -> list[Path]:
    """Return the fonts of this machine, as the browser finds them."""
    liste = subprocess.run(["fc-list", "--format", "%{file}\\n"], capture_output=True, text=True, check=False).stdout
    trouvees = {Path(nom) for nom in liste.splitlines() if nom.endswith((".ttf", ".otf", ".ttc"))}
    # The likeliest first: reading three hundred fonts takes time.
    return sorted(trouvees, key=lambda p: (not re.match(r"Noto(Sans|SansArabic|SansCJK)-Regular", p.name), p))


def couverture(voulues: set[int]) -> set[int]:
    """Return which of these characters some installed font draws."""
    vues: set[int] = set()
    for police in polices():
        if voulues <= vues:
            break
        ouvertes = TTCollection(police).fonts if police.suffix == ".ttc" else [TTFont(police)]
        for une in ouvertes:
            vues |= voulues & set(une.getBestCmap() or {})
    return vues


@pytest.mark.skipif(
    not any("Noto" in police.name for police in polices()),
    reason="no Noto font: install fonts-noto-core and fonts-noto-cjk (bin/test does on Debian)",
)
def test_the_installed_fonts_have_every_glyph():
    lettres = set()
    for dossier, po in PAR_DOSSIER.items():
        langue = LANGUES[DOSSIERS[dossier]]
        textes = [t for formes in lire_po(po).traductions.values() for t in formes]
        textes += [langue.propre, *(jour(date(2026, m, 1), langue, date(2026, 1, 1)) for m in range(1, 13))]
        textes += [jour_de_semaine(j, langue) for j in range(7)]
        with en_langue(langue):
            lettres |= {c for texte in textes for c in re.sub(r"%\(\w+\)[sd]", "", texte)}
    voulues = {ord(c) for c in lettres if not c.isspace()}
    assert len(voulues) > 300
    assert not {chr(c) for c in voulues - couverture(voulues)}
