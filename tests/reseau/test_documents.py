"""Experiences that are told; sheets that are shared, whatever is sent in their name."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from ateliers.nomenclature import THEMES
from federation.demo.entre_nous import un_pdf
from federation.demo.textes_entre_nous import PAS_A_PAS
from reseau.fichiers import examiner
from reseau.models import Experience, Fiche
from tests.reseau.fichiers_essais import BONS, PDF, REFUSES, photo_situee

NOUVELLE = "/entre-nous/fiches/nouvelle/"
FICHE = {"titre": "Créer une adresse", "texte": "Pas à pas.", "licence": "cc_by", "themes": ["bases", "securite"]}
RECIT = {
    "titre": "Un café numérique", "texte": "Le début.\n\nLa <b>suite</b>.", "annee": "2025", "themes": ["acces"],
    "contact": "référente famille",
}  # fmt: skip


def partager(client, qui, nom, contenu, **plus):
    client.force_login(qui)
    return client.post(NOUVELLE, FICHE | {"fichier": SimpleUploadedFile(nom, contenu)} | plus)


def gardes() -> set[str]:
    return set(default_storage.listdir("fiches")[1]) if default_storage.exists("fiches") else set()


# ------------------------------------------------------------------------------------ experiences
def test_a_project_is_told_then_found_by_theme_and_word(client, reseau):
    client.force_login(reseau.bruno)
    page = client.post("/entre-nous/experiences/nouvelle/", RECIT, follow=True).text
    assert "<p>La &lt;b&gt;suite&lt;/b&gt;.</p>" in page
    assert "Référente famille, Le Lien" in page
    client.force_login(reseau.chloe)
    liste = "/entre-nous/experiences/"
    for question, vue in (("theme=acces", True), ("theme=emploi", False), ("q=CAFE", True), ("theme=x", True)):
        assert (RECIT["titre"] in client.get(f"{liste}?{question}").text) is vue, question
    experience = Experience.objects.get(titre=RECIT["titre"])
    client.force_login(reseau.amina)  # a responsable changes what the équipe wrote
    client.post(f"{experience.get_absolute_url()}modifier/", RECIT | {"titre": "Un goûter numérique"})
    client.post(f"{experience.get_absolute_url()}archiver/")
    client.force_login(reseau.chloe)
    assert "Un goûter numérique" not in client.get(liste).text
    assert "Archivée" in client.get(experience.get_absolute_url()).text
    client.force_login(reseau.amina)
    assert "Un goûter numérique" in client.get(f"{liste}?archivees=on").text
    client.post(f"{experience.get_absolute_url()}archiver/", {"geste": "remettre"})
    assert "Un goûter numérique" in client.get(liste).text


def test_a_year_is_a_year(client, reseau):
    client.force_login(reseau.amina)
    for annee in ("", "1789", "2100", "9" * 30, "-1", "l’an dernier"):
        reponse = client.post("/entre-nous/experiences/nouvelle/", RECIT | {"annee": annee})
        assert reponse.status_code == 422
        assert "Écrivez une année" in reponse.text
        assert "La &lt;b&gt;suite" in reponse.text


# ------------------------------------------------------------------------------------ sheets
def test_a_good_file_is_handed_back_to_members_only(client, reseau):
    for nom, contenu in BONS.items():
        assert partager(client, reseau.bruno, nom, contenu).status_code == 302, nom
        fiche = Fiche.objects.latest("pk")
        assert fiche.themes == THEMES.masque(["bases", "securite"])
        client.force_login(reseau.chloe)
        assert "Télécharger" in client.get(fiche.get_absolute_url()).text
        reponse = client.get(f"{fiche.get_absolute_url()}fichier/")
        assert reponse.content == contenu or nom.startswith("affiche"), nom
        assert reponse["Content-Disposition"].startswith("attachment;")
        assert reponse["X-Content-Type-Options"] == "nosniff"
        assert reponse["Content-Security-Policy"].startswith("sandbox")
        assert "html" not in reponse["Content-Type"]
        # Its name on the disk says nothing, and leads nowhere.
        assert nom not in fiche.fichier
        assert client.get(f"/static/{fiche.fichier}").status_code == 404
        for qui in (reseau.seul, reseau.autre_fede):
            client.force_login(qui)
            assert client.get(f"{fiche.get_absolute_url()}fichier/").status_code == 404


def test_the_sheet_of_the_demonstration_is_a_good_one():
    assert examiner(SimpleUploadedFile("fiche.pdf", un_pdf(PAS_A_PAS))).format == "pdf"


@pytest.mark.parametrize("cas", REFUSES)
def test_a_bad_file_is_refused_in_plain_words(cas):
    nom, contenu, dit = REFUSES[cas]
    with pytest.raises(ValidationError, match=dit):
        examiner(SimpleUploadedFile(nom, contenu() if callable(contenu) else contenu))


def test_a_refused_file_is_said_in_its_place_and_nothing_is_kept(client, reseau):
    avant = gardes()
    for cas in ("page nommée pdf", "vide", "docx à macros"):
        nom, contenu, dit = REFUSES[cas]
        reponse = partager(client, reseau.bruno, nom, contenu)
        assert reponse.status_code == 422
        assert dit in reponse.text
        assert "Pas à pas." in reponse.text
    assert gardes() == avant


def test_a_photograph_loses_its_place_and_what_hides_behind(client, reseau):
    partager(client, reseau.bruno, "photo.jpg", photo_situee())
    fiche = Fiche.objects.latest("pk")
    with default_storage.open(fiche.fichier) as garde:
        contenu = garde.read()
    assert b"script" not in contenu
    assert not Image.open(io.BytesIO(contenu)).getexif()


def test_a_name_is_only_a_name(client, reseau):
    for nom in ("../../etc/passwd.pdf", '"><script>.pdf', "é" * 200 + ".pdf"):
        assert partager(client, reseau.bruno, nom, PDF).status_code == 302, nom
        fiche = Fiche.objects.latest("pk")
        assert "/" not in fiche.fichier_nom
        reponse = client.get(f"{fiche.get_absolute_url()}fichier/")
        assert reponse.status_code == 200
        assert "Set-Cookie" not in reponse.headers
        assert "<script>." not in client.get(fiche.get_absolute_url()).text


def test_a_link_leads_where_it_says(client, reseau):
    client.force_login(reseau.bruno)
    for url in (
        "http://www.example.org/",
        "javascript:alert(1)",
        "https://banque.example@evil.example/",
        "https://localhost/",
        "https://[",
        "data:text/html,a",
        "https://" + "a" * 600 + ".fr",
    ):
        assert client.post(NOUVELLE, FICHE | {"url": url}).status_code == 422, url
    page = client.post(NOUVELLE, FICHE | {"url": "https://www.example.org/fiche"}, follow=True).text
    assert "Ouvrir sur www.example.org" in page
    assert 'rel="noopener noreferrer external"' in page


def test_a_file_or_a_link_then_the_other(client, reseau):
    client.force_login(reseau.bruno)
    assert "Choisissez un fichier, ou écrivez un lien." in client.post(NOUVELLE, FICHE).text
    deux = partager(client, reseau.bruno, "a.pdf", PDF, url="https://www.example.org/")
    assert "Choisissez\u00a0: un fichier, ou un lien." in deux.text
    partager(client, reseau.bruno, "a.pdf", PDF)
    fiche = Fiche.objects.latest("pk")
    garde = fiche.fichier
    client.post(f"{fiche.get_absolute_url()}modifier/", FICHE | {"titre": "Autre titre"})
    fiche.refresh_from_db()
    assert (fiche.titre, fiche.fichier) == ("Autre titre", garde)
    client.post(f"{fiche.get_absolute_url()}modifier/", FICHE | {"url": "https://www.example.org/"})
    fiche.refresh_from_db()
    assert (fiche.fichier, fiche.domaine) == ("", "www.example.org")
    assert client.get(f"{fiche.get_absolute_url()}fichier/").status_code == 404
    neuf = SimpleUploadedFile("b.pdf", PDF)
    client.post(f"{fiche.get_absolute_url()}modifier/", FICHE | {"url": fiche.url, "fichier": neuf})
    fiche.refresh_from_db()
    assert (fiche.fichier_nom, fiche.url) == ("b.pdf", "")


def test_a_replaced_file_is_erased(client, reseau, django_capture_on_commit_callbacks):
    partager(client, reseau.bruno, "a.pdf", PDF)
    fiche = Fiche.objects.latest("pk")
    with django_capture_on_commit_callbacks(execute=True):
        neuf = SimpleUploadedFile("b.pdf", PDF)
        client.post(f"{fiche.get_absolute_url()}modifier/", FICHE | {"fichier": neuf})
    assert not default_storage.exists(fiche.fichier)
    fiche.refresh_from_db()
    assert default_storage.exists(fiche.fichier)


def test_lists_cost_the_same_at_any_length(client, reseau, compte_requetes):
    client.force_login(reseau.chloe)

    def agrandir(combien=6):
        commun = {c: getattr(reseau.annonce, c) for c in ("federation", "structure", "auteur")}
        commun |= {"texte": "a", "cree_a": timezone.now()}
        for n in range(combien):
            Experience.objects.create(titre=f"Projet {n}", annee=2026, themes=3, **commun)
            Fiche.objects.create(titre=f"Fiche {n}", url="https://www.example.org/", themes=3, **commun)

    agrandir(2)
    for adresse in ("experiences/", "fiches/", ""):
        compte_requetes(lambda a=adresse: client.get(f"/entre-nous/{a}"), agrandir, maximum=11)
