"""Sample data for `/style/`, the catalogue of components: invented, and never read from the database.

The samples have the attributes of the page's view models (see `presentation.py`); they are plain
objects so that the catalogue shows states that a real network may not have on a given day.
"""

from datetime import date
from types import SimpleNamespace as Objet
from typing import Any

from django import forms

from recherche.cartes_gardees import dessiner
from recherche.phrases import NON_VERIFIE
from recherche.urgences import URGENCES
from structures.forms.horaires import FormulaireGrille

_DISPOS = {
    "place": ("Premier rendez-vous cette semaine", "dit hier par le centre"),
    "attente": ("Premier rendez-vous dans 2 à 3 semaines", "dit le 16 novembre"),
    "complet": ("Complet jusqu’au 5 décembre", "dit le 20 novembre par le centre"),
    "doute": ("À vérifier : « cette semaine » a été dit il y a 20 jours", ""),
    "note": ("Tickets à 13 h, 8 personnes", ""),
}


def dispo(code: str) -> Objet:
    """Return a sample of room; the codes are those of `composants/dispo.html`."""
    texte, dit = _DISPOS[code]
    return Objet(code=code, texte=texte, dit=dit)


def activite(nom: str, *raisons: str, code: str = "", **autres: Any) -> Objet:
    """Return a sample line; a reason that starts with `*` stands out."""
    return Objet(
        **{
            "uid": "exemple",
            "url": "#",
            "nom": nom,
            "pourquoi": [Objet(texte=r.removeprefix("*"), fort=r.startswith("*")) for r in raisons],
            "prochaine": "",
            "dispo": dispo(code) if code else None,
            "conditions": [],
            "apporter": [],
            "a_preciser": False,
        }
        | autres
    )


def carte(uid: str, nom: str, nature: str, nature_label: str, adresse: str, **autres: Any) -> Objet:
    """Return a sample card of a place."""
    return Objet(
        **{
            "numero": None,
            "uid": uid,
            "url": "#",
            "nom": nom,
            "nature": nature,
            "nature_label": nature_label,
            "adresse": adresse,
            "distance": "",
            "hors_territoire": "",
            "telephone": "",
            "telephone_href": "",
            "verifie": "Vérifié le 12 novembre",
            "verifie_age": "recent",
            "etat_texte": "",
            "activites": [],
            "autres": 0,
        }
        | autres
    )


def cartes() -> list[Objet]:
    """Return cards in every state: room, note, full, doubtful, imported, outside, without telephone."""
    return [
        carte(
            "ex1",
            "Centre social Les Quais",
            "centre",
            "Centre social",
            "12 rue de l’Exemple, Choisy-le-Roi",
            numero=1,
            distance="850 m",
            telephone="01 99 00 12 34",
            telephone_href="tel:+33199001234",
            etat_texte="Ouvert · ferme à 18 h",
            activites=[
                activite(
                    "Permanence d’écrivaine publique",
                    "*Courriers",
                    "*Démarches en ligne",
                    "faire avec vous",
                    "individuel",
                    "*jeudi 14 h – 17 h",
                    "gratuit",
                    code="place",
                    prochaine="prochaine séance jeudi 26 novembre, 14 h",
                    apporter=["le courrier reçu", "une pièce d’identité"],
                ),
                activite(
                    "Accès libre aux ordinateurs",
                    "Ordinateur, imprimante, scanner",
                    "*sans rendez-vous",
                    "*jeudi 13 h 30 – 16 h",
                    "gratuit avec l’adhésion",
                    code="note",
                    conditions=["Adhésion au centre : 8 € par an et par famille"],
                ),
            ],
            autres=3,
        ),
        carte(
            "ex2",
            "Espace de vie sociale La Passerelle",
            "evs",
            "Espace de vie sociale",
            "3 allée de l’Exemple, Orly",
            numero=2,
            distance="2,3 km",
            telephone="01 99 00 43 21",
            telephone_href="tel:+33199004321",
            verifie="Vérifié le 3 septembre",
            verifie_age="moyen",
            activites=[
                activite(
                    "Permanence d’écrivain public",
                    "*Courriers",
                    "faire à la place",
                    "*jeudi 14 h – 18 h",
                    "gratuit",
                    code="complet",
                    conditions=["Réservé aux habitants d’Orly"],
                )
            ],
        ),
        carte(
            "ex3",
            "Médiathèque du Parc",
            "partenaire",
            "Médiathèque",
            "Place de l’Exemple, Paris 13e",
            numero=3,
            distance="4,1 km",
            hors_territoire="Hors Val-de-Marne",
            verifie="Vérifié le 4 février",
            verifie_age="ancien",
            activites=[
                activite(
                    "Aide aux démarches", "*Démarches en ligne", "apprendre à faire", "lundi 10 h – 12 h", code="doute"
                )
            ],
        ),
        carte(
            "ex4",
            "Mairie annexe des Exemples",
            "autre",
            "Mairie",
            "1 place de l’Exemple, Thiais",
            numero=104,
            distance="5 km",
            verifie="",
            verifie_age="jamais",
            activites=[
                activite("Aide aux démarches administratives", "Démarches en ligne", a_preciser=True),
                activite("Atelier CV", "Emploi", "collectif", code="attente"),
            ],
        ),
    ]


def semaine() -> list[Objet]:
    """Return a week of hours: split days, a closed day, a note, today."""
    plages = {
        "lundi": ["14 h – 18 h"],
        "mardi": ["9 h – 12 h 30", "14 h – 18 h"],
        "mercredi": ["9 h – 12 h 30", "14 h – 18 h"],
        "jeudi": ["14 h – 19 h"],
        "vendredi": ["9 h – 12 h 30"],
        "samedi": [],
        "dimanche": [],
    }
    notes = {"vendredi": "hors vacances scolaires"}
    return [
        Objet(jour_label=jour, plages=p, note=notes.get(jour, ""), aujourdhui=jour == "mardi")
        for jour, p in plages.items()
    ]


class HorairesExemple(FormulaireGrille, forms.Form):
    """The grid of hours alone: it is painted, and saved nowhere."""

    def horaires_initiaux(self) -> tuple[str, date | None]:
        return "Mo-Fr 09:00-12:00,14:00-17:30; Jul-Aug off; PH off; SH off", None


def tuiles() -> list[Objet]:
    """Return the eight needs of the home page, with links that lead nowhere."""
    besoins = (
        ("demarches", "Faire une démarche en ligne", "mouse-pointer-click"),
        ("courrier", "Comprendre ou écrire un courrier", "mail-open"),
        ("droits", "Connaître ses droits", "scale"),
        ("acces", "Ordinateur, imprimer, scanner", "printer"),
        ("bases", "Débuter : téléphone, ordinateur, mail", "smartphone"),
        ("emploi", "Emploi, CV", "briefcase"),
        ("parentalite", "Enfants, école, écrans", "backpack"),
        ("francais", "Apprendre le français", "message-square-text"),
    )
    return [Objet(code=code, label=label, icone=icone, url="#") for code, label, icone in besoins]


def echantillons() -> dict[str, Any]:
    """Return the context of `/style/`: every component, in every state."""
    return {
        "tuiles": tuiles(),
        "cartes": cartes(),
        "dispos": [dispo(code) for code in _DISPOS],
        "verifications": [
            Objet(texte="Vérifié le 12 novembre", age="recent", detail="par le centre"),
            Objet(texte="Vérifié le 3 août", age="moyen", detail=""),
            Objet(texte="Vérifié le 4 février", age="ancien", detail=""),
            Objet(texte=NON_VERIFIE, age="perime", detail=""),
            Objet(texte="", age="jamais", detail=""),
        ],
        "messages_exemples": [
            Objet(texte="Nous n’avons pas reconnu « Chosy » : voici tout le réseau.", genre="info"),
            Objet(texte="C’est enregistré.", genre="success"),
            Objet(texte="Ce lieu est fermé jusqu’au 4 janvier.", genre="warning"),
            Objet(texte="Cette adresse et ce mot de passe ne vont pas ensemble.", genre="error"),
        ],
        "semaine": semaine(),
        "grille": HorairesExemple(today=date(2026, 10, 12)),
        "faits": [
            Objet(picto="ticket", nom="Comment venir", phrases=["Sur rendez-vous"], fort=True),
            Objet(
                picto="coins", nom="Prix", phrases=["Gratuit avec l’adhésion", "8 € par an et par famille"], fort=True
            ),
            Objet(picto="bus", nom="Arrêt le plus proche", phrases=["Mairie de l’Exemple, bus 393"], fort=False),
        ],
        "autour": [
            Objet(nom="Centre social Les Quais", url="#", distance="850 m", nature="centre"),
            Objet(nom="Médiathèque du Parc", url="#", distance="1,6 km", nature="partenaire"),
            Objet(nom="Point d’accueil des Exemples", url="#", distance="", nature="autre"),
        ],
        "conseils": [
            Objet(texte="Sans « Gratuit »", url="#", nombre=7),
            Objet(texte="Élargir à 10 km", url="#", nombre=None),
        ],
        "presque": [dessiner(Objet(**vars(cartes()[1]) | {"uid": "presque"}))],
        "rien": Objet(theme="", commune="", retour="", jeton="exemple"),  # the trap: nothing is recorded from here
        "depuis": Objet(nom="Centre social Les Quais", url="#", url_quitter="#", url_semaine="#"),
        "urgences": URGENCES,
        "criteres": [Objet(label="jeudi après-midi", url_sans="#"), Objet(label="Gratuit", url_sans="#")],
    }
