"""What the structures of the demonstration say to one another: all invented, dated from the day it is shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ateliers.nomenclature import PUBLICS, THEMES
from comptes.models import Federation, Utilisateur
from core.travailleur import PARIS
from federation.demo.textes_entre_nous import AGENDA, ANNONCES, EXPERIENCES, FICHES, PAS_A_PAS, Dit
from federation.demo.tirage import francais, uid
from reseau.actions.publications import publier
from reseau.fichiers import ranger
from reseau.models import Annonce, Evenement, Experience, Fiche, Inscription
from structures.models import Structure

ADMINISTRATRICE = "administratrice@example.org"
VIENNENT = ("responsable@example.org", "mairie@example.org")


@dataclass(frozen=True, slots=True)
class Cadre:
    """Who speaks, and when it is."""

    federation: Federation
    auteur: Utilisateur
    now: datetime


def creer_entre_nous(federation: Federation, now: datetime) -> None:
    """Write what is missing; bring back to today the days of what nobody has touched."""
    auteur = Utilisateur.objects.filter(courriel=ADMINISTRATRICE, is_active=True).first()
    if auteur is None:
        return
    cadre = Cadre(federation, auteur, now)
    for rang, (structure, jours, champs) in enumerate(ANNONCES):
        fin = now.astimezone(PARIS).date() + timedelta(days=60 - jours)
        _ecrire(cadre, Annonce, rang, (structure, jours, champs | {"jusqu_au": fin}))
    for rang, (structure, jours, champs) in enumerate(EXPERIENCES):
        themes = THEMES.masque(champs["themes"])
        annee = now.year - champs["annees"]
        valeurs = {c: v for c, v in champs.items() if c != "annees"} | {"themes": themes, "annee": annee}
        _ecrire(cadre, Experience, rang, (structure, jours, valeurs))
    for rang, (structure, jours, champs) in enumerate(FICHES):
        masques = {"themes": THEMES.masque(champs["themes"]), "publics": PUBLICS.masque(champs["publics"])}
        _ecrire(cadre, Fiche, rang, (structure, jours, champs | masques))
    for rang, (structure, jours, champs) in enumerate(AGENDA):
        debut = _a(now, champs["dans"], champs["heure"])
        valeurs = {c: v for c, v in champs.items() if c not in ("dans", "heure", "heures")}
        valeurs |= {"debut": debut, "fin": debut + timedelta(hours=champs["heures"])}
        _ecrire(cadre, Evenement, rang, (structure, jours, valeurs))
    _inscrire(now)


def _a(now: datetime, dans: int, heure: int) -> datetime:
    """Return an hour of a working day, so many days from now."""
    jour = now.astimezone(PARIS).replace(hour=heure, minute=0, second=0, microsecond=0) + timedelta(days=dans)
    return jour + timedelta(days=max(0, 7 - jour.weekday()) if jour.weekday() > 4 else 0)


def _ecrire(cadre: Cadre, modele: Any, rang: int, dit: Dit) -> None:
    """Write one row, or date it again when it is as the demonstration wrote it."""
    structure, jours, champs = dit
    cle = uid("entre nous", modele.__name__, rang)
    publie = cadre.now - timedelta(days=jours)
    objet = modele.objects.filter(uid=cle).first()
    if objet is not None:
        if objet.modifie_a is None and objet.retiree_a is None and getattr(objet, "issue", "") in ("", "expiree"):
            dates: dict[str, Any] = {c: champs[c] for c in ("jusqu_au", "debut", "fin") if c in champs}
            dates |= {"close_a": None, "issue": ""} if modele is Annonce else {}
            modele.objects.filter(pk=objet.pk).update(cree_a=publie, **dates)
        return
    objet = modele(uid=cle, federation=cadre.federation)
    objet.structure = Structure.objects.filter(uid=uid("structure", structure)).first() if structure else None
    for champ, valeur in champs.items():
        setattr(objet, champ, francais(valeur) if champ in ("titre", "texte", "ou") else valeur)
    if modele is Fiche and not objet.url:
        contenu = un_pdf(PAS_A_PAS)
        objet.fichier, objet.fichier_octets = ranger(contenu), len(contenu)
        objet.fichier_nom, objet.fichier_format = "adresse-de-courriel-pas-a-pas.pdf", "pdf"
    publier(objet, by=cadre.auteur, now=publie)


def _inscrire(now: datetime) -> None:
    """Let two accounts come to the first date."""
    premier = Evenement.objects.filter(uid=uid("entre nous", "Evenement", 0)).first()
    if premier is None or premier.inscriptions.exists():
        return
    for courriel in VIENNENT:
        compte = Utilisateur.objects.filter(courriel=courriel, is_active=True).first()
        if compte is not None:
            structure = Structure.objects.with_member(compte).order_by("pk").first()
            Inscription.objects.create(
                evenement=premier, utilisateur=compte, structure=structure, fonction="direction", cree_a=now
            )


def un_pdf(lignes: tuple[str, ...]) -> bytes:
    """Return one page of text as a PDF: what is needed of the format, and no library."""

    def texte(ligne: str) -> bytes:
        return ligne.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")

    corps = b"BT /F1 14 Tf 60 770 Td 24 TL " + b" ".join(b"(%s) Tj T*" % texte(ligne) for ligne in lignes) + b" ET"
    objets = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(corps), corps),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    pdf, places = b"%PDF-1.4\n", []
    for numero, objet in enumerate(objets, 1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (numero, objet)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    fin = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objets) + 1, len(pdf))
    return pdf + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objets) + 1) + table + fin
