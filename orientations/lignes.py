"""What a paper says of an activity, line by line, in the language that is spoken at that moment.

The same activity gives the same lines in every language: two languages are laid side by side, line by line. What
people wrote themselves (names, addresses) is never translated and stands apart, in `propres`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext, ngettext

from ateliers.models import Offre, Seance
from ateliers.nomenclature import (
    ACCES,
    LANGUES,
    METIERS,
    PAPIERS,
    POSTURES,
    PUBLICS,
    RESERVES,
    THEMES,
    Mode,
)
from ateliers.prudence import mots_de_passe
from ateliers.seances import regle_de
from core.travailleur import PARIS
from orientations import mots
from orientations.langues import Langue, date_entiere, heure_locale, jour, jour_de_semaine
from recherche.fiche_offre import zone_en_francais
from recherche.phrases import THEMES_PAR_PRECISION, telephone_de
from structures.horaires import en_francais, semaine_simple
from structures.nomenclature import ACCESSIBILITES

SEANCES = 3
THEMES_MAX = 2


@dataclass(slots=True)
class Ligne:
    """One line: its pictogram, its heading, sentences to translate, and what stays as it was written."""

    code: str
    picto: str
    titre: str = ""
    phrases: list[str] = field(default_factory=list)
    propres: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.phrases or self.propres)


@dataclass(frozen=True, slots=True)
class Contexte:
    """What every line needs: the activity, its sessions to come, the language, the moment."""

    offre: Offre
    seances: list[Seance]
    langue: Langue
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(PARIS).date()

    @property
    def appel(self) -> tuple[str, str]:
        """The number as it is read, and its link."""
        lieu = self.offre.lieu
        autres = (lieu.telephone, lieu.structure.telephone) if lieu else ()
        return telephone_de(self.offre.telephone, *autres, self.offre.structure.telephone)

    @property
    def courriel(self) -> str:
        lieu = self.offre.lieu
        return self.offre.courriel or (lieu.courriel if lieu else "") or self.offre.structure.courriel


def prochaines_seances(offre: Offre, *, now: datetime) -> list[Seance]:
    """Return the sessions to come that are stored, cancelled ones included, the next first."""
    today = now.astimezone(PARIS).date()
    seances = Seance.objects.filter(offre=offre, fin__gt=now, jour__gte=offre.visible_des or today)
    return list(seances.order_by("debut", "pk")[: SEANCES * 3])


def lignes(c: Contexte) -> list[Ligne]:
    """Return the lines that every paper holds, in order; an empty one is left out."""
    return [ligne for faire in ESSENTIEL if (ligne := faire(c))]


def details(c: Contexte) -> list[Ligne]:
    """Return the lines that a small sheet may leave out, the most useful first."""
    return [ligne for faire in DETAILS if (ligne := faire(c))]


def quoi(c: Contexte) -> Ligne:
    """What one gets: the kind of activity, the need, how one is helped."""
    codes = [t for t in THEMES_PAR_PRECISION if c.offre.themes & THEMES[t].masque][:THEMES_MAX]
    nature = gettext(mots.NATURES[c.offre.nature])
    besoins = gettext(", ").join(gettext(mots.THEMES[t]) for t in codes)
    tete = gettext("%(nature)s : %(besoins)s.") % {"nature": nature, "besoins": besoins} if besoins else f"{nature}."
    phrases = [tete]
    if c.offre.mode in mots.MODES:
        phrases.append(gettext(mots.MODES[c.offre.mode]))
    phrases += [gettext(mots.POSTURES[code]) for code in POSTURES.codes(c.offre.postures)]
    if c.offre.aidants_connect:
        phrases.append(gettext("Avec votre accord, on peut faire la démarche en votre nom."))
    if c.langue.code != "fr" and c.offre.langues & LANGUES[c.langue.sur_place].masque:
        phrases.append(gettext("On y parle votre langue."))
    return Ligne("quoi", "hand-helping", "", phrases)


def ou(c: Contexte) -> Ligne:
    """Where: the name and the address, as they are written on the door."""
    lieu = c.offre.lieu
    if lieu is None or c.offre.mode != Mode.SUR_PLACE:
        zone = zone_en_francais(c.offre)
        return Ligne("ou", "map-pin", gettext("Où"), propres=[zone[:1].upper() + zone[1:]] if zone else [])
    adresse = ", ".join(filter(None, (lieu.adresse, lieu.complement)))
    return Ligne(
        "ou",
        "map-pin",
        gettext("Où"),
        propres=[lieu.nom, adresse, f"{lieu.code_postal} {lieu.commune.nom}"],
    )


def fauteuil(c: Contexte) -> Ligne:
    lieu = c.offre.lieu
    accessible = lieu is not None and lieu.accessibilites & ACCESSIBILITES["fauteuil"].masque
    return Ligne("fauteuil", "accessibility", "", [gettext("Accessible en fauteuil roulant.")] if accessible else [])


def quand(c: Contexte) -> Ligne:
    """When: the next three sessions in words; else the hours as somebody wrote them."""
    phrases = [phrase_seance(s, c) for s in c.seances if s.statut != Seance.Statut.ANNULEE][:SEANCES]
    propres = []
    if not phrases:
        if c.offre.horaires_source:
            propres = [f"« {c.offre.horaires_source} »"]
        else:
            phrases = [gettext("Demandez les jours et les heures par téléphone.")]
    if c.offre.fin:
        phrases.append(gettext("Dernier jour : %(jour)s.") % {"jour": jour(c.offre.fin, c.langue, c.today)})
    return Ligne("quand", "calendar-days", gettext("Quand"), phrases, propres)


def phrase_seance(seance: Seance, c: Contexte) -> str:
    """Return « Jeudi 3 décembre, de 14 h à 17 h »."""
    texte = gettext("%(jour)s, de %(debut)s à %(fin)s") % {
        "jour": jour(seance.debut.astimezone(PARIS).date(), c.langue, c.today),
        "debut": heure_locale(seance.debut, c.langue),
        "fin": heure_locale(seance.fin, c.langue),
    }
    return texte[:1].upper() + texte[1:]


def comment(c: Contexte) -> Ligne:
    """How: with or without an appointment, and whom to call before."""
    acces = set(ACCES.codes(c.offre.acces))
    phrases = [gettext("Venez sans rendez-vous.")] if "sans_rdv" in acces else []
    if tel := c.appel[0]:
        if "rdv" in acces:
            appel = gettext("Appelez le %(telephone)s pour prendre rendez-vous.")
        elif "inscription" in acces:
            appel = gettext("Appelez le %(telephone)s pour vous inscrire.")
        else:
            appel = gettext("Appelez le %(telephone)s avant de venir.")
        phrases.append(appel % {"telephone": tel})
        return Ligne("comment", "phone", "", phrases)
    if courriel := c.courriel:
        phrases.append(gettext("Écrivez avant de venir :"))
        return Ligne("comment", "mail", "", phrases, [courriel])
    return Ligne("comment", "info", "", phrases)


def accueil(c: Contexte) -> Ligne:
    """Whom to ask for, by function."""
    return Ligne(
        "accueil", "user-round", "", [gettext(mots.METIERS[code]) for code in METIERS.codes(c.offre.metiers)[:2]]
    )


def prix(c: Contexte) -> Ligne:
    phrases = [gettext(mots.TARIFS[c.offre.tarif])] if c.offre.tarif else []
    return Ligne("prix", "coins", "", phrases, [c.offre.tarif_detail] if c.offre.tarif_detail else [])


def qui(c: Contexte) -> Ligne:
    """Who may come: conditions first, then the audience, which excludes nobody."""
    o = c.offre
    phrases = [gettext(mots.RESERVES[code]) for code in RESERVES.codes(o.reserves) if code in mots.RESERVES]
    propres = [o.reserve_detail] if o.reserve_detail else []
    if "commune" in RESERVES.codes(o.reserves):
        if o.reserve_detail or o.lieu is None:
            phrases.insert(0, gettext("Seulement pour les habitants de :"))
        else:
            phrases.insert(0, gettext("Seulement pour les habitants de %(commune)s.") % {"commune": o.lieu.commune.nom})
    phrases += ages(o)
    publics = PUBLICS.codes(o.publics & ~PUBLICS["tous"].masque)
    if publics and not o.publics & PUBLICS["tous"].masque:
        noms = gettext(", ").join(gettext(mots.PUBLICS[p]) for p in publics[:3])
        phrases.append(gettext("Pour : %(publics)s.") % {"publics": noms})
    elif not phrases:
        phrases.append(gettext("Tout le monde peut venir."))
    return Ligne("qui", "users", "", phrases, propres)


def ages(o: Offre) -> list[str]:
    """Return the condition of age, with the plural that each language wants."""
    if o.age_min is not None and o.age_max is not None:
        return [
            ngettext("De %(min)d à %(max)d an.", "De %(min)d à %(max)d ans.", o.age_max)
            % {"min": o.age_min, "max": o.age_max}
        ]
    if o.age_min is not None:
        return [ngettext("À partir de %(age)d an.", "À partir de %(age)d ans.", o.age_min) % {"age": o.age_min}]
    if o.age_max is not None:
        return [ngettext("Jusqu’à %(age)d an.", "Jusqu’à %(age)d ans.", o.age_max) % {"age": o.age_max}]
    return []


def papiers(c: Contexte) -> Ligne:
    codes = [code for code in PAPIERS.codes(c.offre.papiers) if code in mots.PAPIERS]
    phrases = [gettext(mots.PAPIERS[code]) for code in codes]
    autres = [c.offre.papiers_autres] if c.offre.papiers_autres else []
    if not phrases and not autres and c.offre.papiers & PAPIERS["rien"].masque:
        return Ligne("papiers", "backpack", "", [gettext("Il n’y a rien à apporter.")])
    return Ligne("papiers", "backpack", gettext("Apportez"), phrases, autres)


def appareil(c: Contexte) -> Ligne:
    return Ligne(
        "appareil",
        "smartphone",
        "",
        [gettext(mots.APPAREILS[c.offre.appareil])] if c.offre.appareil else [],
    )


def prudence(c: Contexte) -> Ligne:
    due = bool(mots_de_passe(c.offre))
    return Ligne("prudence", "key-round", "", [gettext("Ne donnez votre mot de passe à personne.")] if due else [])


def proche(c: Contexte) -> Ligne:
    sur_place = c.offre.mode == Mode.SUR_PLACE
    return Ligne("proche", "users-round", "", [gettext("Vous pouvez venir avec un proche.")] if sur_place else [])


def reconnaitre(c: Contexte) -> Ligne:
    lieu = c.offre.lieu if c.offre.mode == Mode.SUR_PLACE else None
    propres = [lieu.reconnaitre] if lieu and lieu.reconnaitre else []
    return Ligne("reconnaitre", "signpost", gettext("Comment reconnaître le lieu"), propres=propres)


def arret(c: Contexte) -> Ligne:
    lieu = c.offre.lieu if c.offre.mode == Mode.SUR_PLACE else None
    propres = [lieu.arret] if lieu and lieu.arret else []
    return Ligne("arret", "bus", gettext("Arrêt le plus proche"), propres=propres)


def habitude(c: Contexte) -> Ligne:
    """The rule: translated when it is the same every week, as it is said in French otherwise."""
    regle = regle_de(c.offre)
    francais = en_francais(regle)
    titre = gettext("D’habitude")
    if not francais:
        return Ligne("habitude", "repeat", titre)
    semaine = semaine_simple(regle)
    if not semaine:
        return Ligne("habitude", "repeat", titre, propres=[francais])
    if c.langue.code == "fr":
        return Ligne("habitude", "repeat", titre, [francais])
    virgule = gettext(", ")
    phrases = []
    for jours, plages in semaine:
        noms = virgule.join(jour_de_semaine(j, c.langue) for j in jours)
        heures = virgule.join(f"{_minute(p.debut)}–{_minute(p.fin)}" for p in plages)
        phrases.append(gettext("%(jours)s : %(heures)s") % {"jours": noms[:1].upper() + noms[1:], "heures": heures})
    return Ligne("habitude", "repeat", titre, [" · ".join(phrases)])


def _minute(minute: int) -> str:
    return f"{minute % 1440 // 60:02}:{minute % 60:02}"


Faire = Callable[[Contexte], Ligne]
ESSENTIEL: tuple[Faire, ...] = (quoi, ou, quand, comment, prix, qui, papiers, appareil, proche)
# Left out from the end when the sheet is full: the sketch goes first, then the rule; the writer's own words, which
# stand before these, go last (templates/orientations/_feuille.html).
DETAILS: tuple[Faire, ...] = (prudence, accueil, fauteuil, reconnaitre, arret, habitude)


def verifie(c: Contexte) -> str:
    """Return when somebody last said that this is true."""
    if c.offre.verifie_le is None:
        return gettext("Personne n’a vérifié ces renseignements. Appelez avant de venir.")
    return gettext("Renseignements vérifiés le %(jour)s.") % {"jour": date_entiere(c.offre.verifie_le, c.langue)}


def imprime(c: Contexte) -> str:
    return gettext("Imprimé le %(jour)s.") % {"jour": date_entiere(c.today, c.langue)}
