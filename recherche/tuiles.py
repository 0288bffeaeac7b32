"""The eight tiles of the first screen, in the words of the people who ask."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Tuile:
    code: str
    label: str
    icone: str
    themes: tuple[str, ...]

    @property
    def url(self) -> str:
        return reverse("recherche:accueil") + "?" + "&".join(f"theme={t}" for t in self.themes)


TUILES = (
    Tuile("demarches", "Faire une démarche en ligne", "mouse-pointer-click", ("demarches",)),
    Tuile("courrier", "Comprendre ou écrire un courrier", "mail-open", ("courrier",)),
    Tuile("droits", "Connaître ses droits", "scale", ("droits",)),
    Tuile("acces", "Ordinateur, imprimer, scanner", "printer", ("acces",)),
    Tuile("bases", "Débuter : téléphone, ordinateur, mail", "smartphone", ("bases",)),
    Tuile("emploi", "Emploi, CV", "briefcase-business", ("emploi",)),
    Tuile("enfants", "Enfants, école, écrans", "backpack", ("scolarite", "parentalite")),
    Tuile("francais", "Apprendre le français", "languages", ("francais",)),
)


@dataclass(frozen=True, slots=True)
class Entree:
    """A search ready made, one click away."""

    texte: str
    icone: str
    question: str

    @property
    def url(self) -> str:
        return f"{reverse('recherche:accueil')}?{self.question}"


# Somebody does it for the person, or answers by voice.
SANS_INTERNET = (
    Entree("Quelqu’un fait la démarche à ma place", "hand-helping", "posture=a_la_place"),
    Entree("Faire la démarche en mon nom (Aidants Connect)", "shield-check", "aidants_connect=on"),
    Entree("Être aidé par téléphone", "phone", "mode=telephone"),
    Entree("Quelqu’un vient chez moi", "house", "mode=a_domicile"),
    Entree("France Services et points d’information", "landmark", "type=france_services"),
    Entree("Un·e juriste, connaître mes droits", "scale", "metier=juriste&theme=droits"),
)
