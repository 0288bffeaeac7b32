"""The paper to hand over, as one value ready to show."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as _

from ateliers.models import Offre
from ateliers.nomenclature import Mode
from orientations.langues import FRANCAIS, Langue, en_langue
from orientations.lignes import Contexte, Ligne, details, imprime, lignes, prochaines_seances, verifie
from orientations.place import serre
from orientations.plan import communes_autour, plan
from orientations.rangs import Colonne, Rang

FORMATS = ("a4", "a5")


@dataclass(frozen=True, slots=True)
class RendezVous:
    """The words around what is written by hand, or typed and never sent."""

    langue: Langue
    titre: str
    le: str
    a: str
    avec: str


@dataclass(slots=True)
class Papier:
    uid: str
    nom: str
    url: str
    format: str
    langue: Langue
    langues: list[Langue]  # of the sheet: one or two
    essentiel: list[Rang]
    serre: bool
    rendez_vous: list[RendezVous]
    details: list[Rang]
    mots: list[Colonne]
    plan: SafeString
    plan_titre: list[Colonne]
    pied: list[Colonne]
    qr: SafeString
    vivant: str
    non_relue: list[Colonne] = field(default_factory=list)


def papier(offre: Offre, langue: Langue, format_: str, *, now: datetime) -> Papier:
    """Return the sheet of an activity loaded with its place and its commune."""
    # An A5 holds one language at a size that is read at arm's length.
    langues = [FRANCAIS] if langue is FRANCAIS else [langue] if format_ == "a5" else [FRANCAIS, langue]
    seances = prochaines_seances(offre, now=now)
    contextes = [Contexte(offre, seances, une, now) for une in langues]
    lieu = offre.lieu if offre.mode == Mode.SUR_PLACE else None
    adresse = url_vivante(offre.uid, langue)
    essentiel, pied = en_rangs(contextes, lignes), [_pied(c) for c in contextes]
    return Papier(
        uid=offre.uid,
        nom=offre.nom,
        url=offre.get_absolute_url(),
        format=format_,
        langue=langue,
        langues=langues,
        essentiel=essentiel,
        serre=serre(offre.nom, essentiel, format_, pied),
        rendez_vous=[_rendez_vous(une) for une in langues],
        details=en_rangs(contextes, details),
        mots=_titres(langues, _("Pour vous")),
        plan=plan(lieu, communes_autour(lieu)) if lieu else SafeString(""),
        plan_titre=_titres(langues, _("Plan, sans les rues")),
        pied=pied,
        qr=qr(adresse),
        vivant=adresse,
        non_relue=pas_relue(langue),
    )


def url_vivante(uid: str, langue: Langue) -> str:
    """Return the absolute address that the QR code holds: short, so that the squares are large."""
    chemin = reverse("orientations:vivant", args=[uid])
    question = f"?{urlencode({'langue': langue.code})}" if langue is not FRANCAIS else ""
    return f"{settings.SITE_URL}{chemin}{question}"


def qr(adresse: str) -> SafeString:
    """Draw a QR code as SVG: level M; the sheet itself is the white that it needs around."""
    # Black and white are said in the style sheet: a dark theme must not turn them.
    dessin = segno.make(adresse, error="m", micro=False)
    svg = dessin.svg_inline(border=3, svgclass="qr", lineclass="qr-noir", omitsize=True)
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # its link has a name


def en_rangs(contextes: list[Contexte], faire: Callable[[Contexte], list[Ligne]]) -> list[Rang]:
    """Lay the same lines side by side, one column a language."""
    par_langue: list[list[Ligne]] = []
    for contexte in contextes:
        with en_langue(contexte.langue):
            par_langue.append(faire(contexte))
    rangs = []
    for paires in zip(*par_langue, strict=True):
        premiere = paires[0]
        colonnes = [Colonne(c.langue, ligne.titre, ligne.phrases) for c, ligne in zip(contextes, paires, strict=True)]
        rangs.append(Rang(premiere.code, premiere.picto, colonnes, premiere.propres, *_lien(premiere, contextes[0])))
    return rangs


def _lien(ligne: Ligne, c: Contexte) -> tuple[str, str]:
    """Return the link of a line that calls, for the living page: paper has none."""
    telephone, href = c.appel if ligne.code == "comment" else ("", "")
    return href, telephone


def _titres(langues: list[Langue], message: str) -> list[Colonne]:
    colonnes = []
    for langue in langues:
        with en_langue(langue):
            colonnes.append(Colonne(langue, gettext(message), []))
    return colonnes


def _rendez_vous(langue: Langue) -> RendezVous:
    with en_langue(langue):
        return RendezVous(
            langue,
            gettext("Votre rendez-vous"),
            pgettext("rendez-vous", "le"),
            pgettext("rendez-vous", "à"),
            pgettext("rendez-vous", "avec"),
        )


def _pied(c: Contexte) -> Colonne:
    with en_langue(c.langue):
        return Colonne(
            c.langue,
            gettext("Photographiez ce carré pour voir ce qui a changé."),
            [verifie(c), imprime(c)],
        )


def pas_relue(langue: Langue) -> list[Colonne]:
    """Return what a translation that no speaker has reread says of itself, in French and in that language."""
    colonnes = []
    for une in () if langue.relue else dict.fromkeys([FRANCAIS, langue]):
        with en_langue(une):
            texte = gettext("Traduction pas encore relue. En cas de doute, demandez.")
        colonnes.append(Colonne(une, texte, []))
    return colonnes
