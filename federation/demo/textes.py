"""Compose a presentation: the sentences of its kind, and one or two facts of the activity itself."""

import random
from collections import Counter
from dataclasses import dataclass, field

from federation.demo.modeles import Modele
from federation.demo.tirage import francais

NOMBRES = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize",
)  # fmt: skip

UN_PRO = {
    "ecrivain_public": "Un·e écrivain·e public·que",
    "conseiller_numerique": "Un·e conseiller·ère numérique",
    "charge_numerique": "Un·e chargé·e de numérique",
    "referent_famille": "Un·e référent·e famille",
    "animateur": "Un·e animateur·rice",
    "promeneur_net": "Un·e promeneur·se du Net",
    "benevole": "Un·e bénévole",
    "intervenant_exterieur": "Un·e intervenant·e extérieur·e",
    "agent_accueil": "Un·e agent·e d’accueil",
    "juriste": "Un·e juriste",
}

# Sentences that state a fact; each group is used only when the activity has this fact.
FAITS: dict[str, tuple[str, ...]] = {
    "salle": (
        "C’est {salle}.",
        "On vous reçoit {salle}.",
        "Rendez-vous {salle}.",
        "Nous nous installons {salle}.",
        "Cela se passe {salle}.",
        "Vous nous trouverez {salle}.",
        "Passez par l’accueil : c’est {salle}.",
        "Tout a lieu {salle}.",
        "Nous sommes {salle}.",
        "Frappez et entrez : nous sommes {salle}.",
    ),
    "places": (
        "Le groupe compte {places} personnes au plus.",
        "{Places} places, pas davantage, pour que chacun·e ait son temps.",
        "Nous sommes {places} au maximum.",
        "C’est un petit groupe de {places}.",
        "{Places} chaises, {places} participant·es.",
    ),
    "heure": (
        "On commence à {heure}.",
        "Début à {heure}, mais la porte ouvre un peu avant.",
        "Soyez là pour {heure}.",
        "À {heure}, on ferme la porte et on démarre.",
        "Le {jour} à {heure}, quelqu’un vous attend.",
        "La séance du {jour} démarre à {heure}.",
    ),
    "rdv": (
        "Le rendez-vous se prend à l’accueil ou par téléphone.",
        "Deux dates vous sont proposées, à vous de choisir.",
        "Si vous ne pouvez plus venir, appelez : la place servira à quelqu’un.",
        "Pour prendre date, appelez plutôt le matin.",
        "Laissez votre prénom et un numéro, nous fixons une heure avec vous.",
        "L’accueil tient l’agenda et vous propose la première date libre.",
    ),
    "sans_rdv": (
        "Venez quand vous voulez pendant les heures indiquées.",
        "Les personnes passent dans l’ordre d’arrivée.",
        "Il y a parfois un peu d’attente : prenez de quoi lire.",
        "Entrez, dites bonjour, on s’occupe de vous.",
        "Le début est plus chargé que la fin.",
    ),
    "sans_inscription": (
        "Poussez la porte, il y a toujours une chaise.",
        "Venez sans prévenir.",
        "Aucune liste, aucun engagement : venez quand cela vous arrange.",
        "On arrive, on s’assoit, on commence.",
    ),
    "inscription": (
        "On s’inscrit à l’accueil ou par téléphone.",
        "Dites-nous simplement que vous venez.",
        "Un nom sur la liste, et c’est tout.",
        "L’inscription se fait en deux minutes, au comptoir.",
    ),
    "langue": (
        "On y parle aussi {langue}.",
        "L’accueil est possible en {langue}.",
        "Quelqu’un peut traduire : {langue}.",
        "Si le français vous manque, on passe à une autre langue : {langue}.",
    ),
    "adhesion": (
        "L’adhésion se prend à l’accueil, le jour même si vous voulez.",
        "La carte d’adhérent suffit.",
        "Si l’adhésion est un souci, parlez-nous-en.",
    ),
    "commune": (
        "Nous recevons {commune} depuis des années.",
        "Peu de lieux proposent cela {commune}.",
        "Des personnes viennent de tout {commune_nue}, et parfois de plus loin.",
        "Nous y tenons, et nous sommes peu nombreux à le faire {commune}.",
        "Cela existe {commune} depuis trois ans, et le bouche-à-oreille a fait le reste.",
        "Cette activité est née {commune}, à la demande des habitant·es.",
    ),
}


@dataclass
class Faits:
    """What is concrete about one activity; an absent value keeps its sentences away."""

    metier: str = ""
    jour: str = ""
    heure: str = ""
    places: int | None = None
    salle: str = ""
    langue: str = ""
    commune: str = ""
    commune_nue: str = ""
    groupes: tuple[str, ...] = ()
    nom: str = ""

    def slots(self) -> dict[str, str]:
        """Return the words that sentences may hold; only those that are known."""
        mots = {
            "un_pro": UN_PRO.get(self.metier, ""),
            "jour": self.jour,
            "heure": self.heure,
            "salle": self.salle,
            "langue": self.langue,
            "commune": self.commune,
            "commune_nue": self.commune_nue,
        }
        if self.places is not None:
            mots["places"] = NOMBRES[self.places] if self.places < len(NOMBRES) else str(self.places)
            mots["Places"] = mots["places"].capitalize()
        return {c: v for c, v in mots.items() if v}


@dataclass
class Plume:
    """Write presentations that never come twice; the least used sentences come first."""

    ecrites: set[str] = field(default_factory=set)
    usages: Counter[str] = field(default_factory=Counter)

    def ecrire(self, modele: Modele, faits: Faits, hasard: random.Random, *, nom: str = "", bref: bool = False) -> str:
        """Return a new presentation; RuntimeError when the sentences of a kind are exhausted."""
        slots = faits.slots()
        for _ in range(200):
            debuts = modele.propres.get(nom, modele.debuts)
            phrases = self._composer(modele, debuts, faits, slots, hasard, bref=bref)
            texte = francais(" ".join(p.format(**slots) for p in phrases))
            if texte not in self.ecrites:
                self.ecrites.add(texte)
                self.usages.update(phrases)
                return texte
        raise RuntimeError(f"{modele.code}: every combination of sentences has been used.")

    def _composer(
        self,
        modele: Modele,
        debuts: tuple[str, ...],
        faits: Faits,
        slots: dict[str, str],
        hasard: random.Random,
        *,
        bref: bool,
    ) -> list[str]:
        debut = self._tirer(debuts, slots, hasard)
        milieu = self._tirer(modele.milieux, slots, hasard)
        fin = self._tirer(modele.fins, slots, hasard)
        groupes = [g for g in faits.groupes if self._possibles(FAITS[g], slots)]
        hasard.shuffle(groupes)
        concrets = [self._tirer(FAITS[g], slots, hasard) for g in groupes[:2]]
        if bref:
            return [debut, *concrets[:1]]
        un, deux = [*concrets, "", ""][:2]
        forme = hasard.choice(
            (
                (debut, milieu, un, fin),
                (debut, un, milieu),
                (debut, milieu, fin),
                (debut, un, milieu, deux),
                (debut, milieu, deux, un),
                (debut, fin, un),
                (debut, un, fin, deux),
                (debut, milieu, un),
            )
        )
        return [p for p in forme if p]

    def _possibles(self, phrases: tuple[str, ...], slots: dict[str, str]) -> list[str]:
        return [p for p in phrases if all(f"{{{c}}}" not in p or c in slots for c in _SLOTS)]

    def _tirer(self, phrases: tuple[str, ...], slots: dict[str, str], hasard: random.Random) -> str:
        possibles = self._possibles(phrases, slots)
        moins = min(self.usages[p] for p in possibles)
        return hasard.choice([p for p in possibles if self.usages[p] <= moins + 1])


_SLOTS = ("un_pro", "jour", "heure", "places", "Places", "salle", "langue", "commune", "commune_nue")
