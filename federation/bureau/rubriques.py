"""The sections of a federation's workspace: one line each, which the navigation and the home page show."""

from dataclasses import dataclass

from django.urls import reverse

from comptes.models import Federation

TENIR = "Tenir l’annuaire"
COMPRENDRE = "Comprendre le réseau"
REGLER = "Régler"


@dataclass(frozen=True, slots=True)
class Rubrique:
    """A section. `vue` takes the slug of a federation; `phrase` says in one line what is done there."""

    cle: str
    nom: str
    icone: str
    vue: str
    phrase: str
    groupe: str = TENIR

    def adresse(self, federation: Federation) -> str:
        """Return where it is, for one federation."""
        return reverse(self.vue, args=[federation.slug])


# In the order of the navigation. A page says which one it belongs to by `rubrique` in its context: the key.
RUBRIQUES = (
    Rubrique(
        "a-traiter",
        "À traiter",
        "list-checks",
        "bureau:a_traiter",
        "Erreurs signalées, doublons, pages anciennes : ce qui attend quelqu’un.",
    ),
    Rubrique(
        "structures",
        "Structures et lieux",
        "landmark",
        "bureau:structures",
        "Trouver une structure ou un lieu, le corriger, inviter son équipe.",
    ),
    Rubrique(
        "campagnes",
        "Campagnes",
        "send",
        "bureau:campagnes",
        "Demander aux structures si leurs pages sont encore justes, et suivre les réponses.",
    ),
    Rubrique(
        "partenariats",
        "Partenariats",
        "handshake",
        "bureau:partenariats",
        "Qui travaille avec qui, pour quoi, jusqu’à quand.",
        COMPRENDRE,
    ),
    Rubrique(
        "imports",
        "Imports",
        "file-down",
        "echanges:imports",
        "Ce que chaque fichier importé a changé, ligne par ligne.",
    ),
    Rubrique(
        "etat",
        "État des lieux",
        "chart-column",
        "statistiques:etat",
        "Ce que le réseau propose, en chiffres, et le livret à imprimer.",
        COMPRENDRE,
    ),
    Rubrique(
        "ou_manque",
        "Où en manque-t-il ?",
        "map-pin-plus",
        "statistiques:ou_manque",
        "Qui vit loin d’une permanence, et où une de plus aiderait.",
        COMPRENDRE,
    ),
    Rubrique(
        "journal",
        "Journal",
        "history",
        "bureau:journal",
        "Qui a changé quoi depuis douze mois, et l’annuler.",
        COMPRENDRE,
    ),
    Rubrique(
        "courriels",
        "Courriels",
        "mail",
        "espace:courriels",
        "Les courriels qui ne sont pas arrivés.",
        REGLER,
    ),
    Rubrique(
        "federation",
        "La fédération",
        "building-2",
        "bureau:federation",
        "Son nom, son territoire, et ce que le site dit d’elle.",
        REGLER,
    ),
    Rubrique(
        "administrateurs",
        "Qui administre",
        "users",
        "espace:administrateurs",
        "Inviter une personne à administrer le réseau, exiger un second facteur.",
        REGLER,
    ),
)


def par_groupe() -> list[tuple[str, list[Rubrique]]]:
    """Return the sections under what they are for, in their order."""
    return [(groupe, [r for r in RUBRIQUES if r.groupe == groupe]) for groupe in (TENIR, COMPRENDRE, REGLER)]
