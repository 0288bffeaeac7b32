"""Grids drawn at random, and two slow evaluations that owe nothing to the engine: of a grid, of its sentence.

Only the calendar of holidays is shared with the product; it has its own tests.
"""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from structures.horaires.calendrier import calendrier_connu, jour_ferie, vacances
from structures.horaires.grille import RANGS, Grille, Saison
from structures.horaires.valeurs import PARIS, HorairesInvalides, Plage

JOURS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()  # noqa: SIM905
MOIS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
ORDRE = {"premier": 1, "deuxième": 2, "troisième": 3, "quatrième": 4, "dernier": -1}


# ---- drawing


def _day(cuts):
    ends = sorted(cuts)
    return tuple(Plage(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False))


# The night when clocks change has no two o’clock, or two of them: nobody opens then.
moments = st.one_of(st.just(0), st.integers(12, 96)).map(lambda quarter: quarter * 15)
jours = st.one_of(
    st.just(()),
    st.just((Plage(9 * 60, 12 * 60),)),
    st.just((Plage(9 * 60, 12 * 60), Plage(14 * 60, 18 * 60))),
    st.sets(moments, max_size=6).map(_day),
)
semaines = st.tuples(*[jours] * 7)
quantiemes = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda d: (d.month, d.day))
mois_entiers = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(
    lambda m: ((m[0], 1), (m[1], monthrange(2024, m[1])[1]))
)
saisons = st.builds(
    lambda bornes, semaine: Saison(*bornes, semaine),
    st.one_of(mois_entiers, st.tuples(quantiemes, quantiemes)),
    st.one_of(st.just(((),) * 7), semaines),
)
grilles = st.builds(
    Grille,
    semaine=semaines,
    rythme=st.sampled_from(["toutes", "toutes", "paires", "impaires", "quinzaine", "mois"]),
    rangs=st.sets(st.sampled_from(RANGS), min_size=1, max_size=4).map(tuple),
    ancre=st.dates(date(2025, 9, 1), date(2027, 3, 1)),
    vacances=st.sampled_from(["", "hors", "seulement"]),
    hors_feries=st.booleans(),
    saison=st.one_of(st.none(), saisons),
)


def ou_rien(fonction, *arguments):
    """Give what a function answers, or None when it refuses in French."""
    try:
        return fonction(*arguments)
    except HorairesInvalides:
        return None


# ---- a grid, day by day


def du_jour(grille, jour):
    """Say by hand when a grid opens on a day: a list of (start, end) in minutes."""
    semaine = grille.semaine
    if grille.saison:
        # As docs/horaires.md says: the end of February is its last day, and what begins on a 29th begins in March.
        debut = (3, 1) if grille.saison.debut == (2, 29) else grille.saison.debut
        fin = (2, 29) if grille.saison.fin == (2, 28) else grille.saison.fin
        if dans(jour, debut, fin):
            semaine = grille.saison.semaine
    semaine_iso = jour.isocalendar().week
    tenu = {
        "toutes": lambda: True,
        "paires": lambda: semaine_iso % 2 == 0,
        "impaires": lambda: semaine_iso % 2 == 1,
        "quinzaine": lambda: un_sur_deux(jour, grille.ancre),
        "mois": lambda: rang_tenu(jour, grille.rangs),
    }[grille.rythme]()
    if not tenu or (grille.hors_feries and jour_ferie(jour, "94")):
        return []
    if grille.vacances:
        # Nobody knows the school calendar of that day: it is not said to be open.
        libre = vacances(jour, "C") is not None
        if not calendrier_connu(jour, "C") or libre != (grille.vacances == "seulement"):
            return []
    return list(semaine[jour.weekday()])


def dans(jour, debut, fin):
    quantieme = (jour.month, jour.day)
    return debut <= quantieme <= fin if debut <= fin else quantieme >= debut or quantieme <= fin


def un_sur_deux(jour, ancre):
    lundi = ancre - timedelta(days=ancre.weekday())
    return jour >= ancre and (jour - lundi).days // 7 % 2 == 0


def rang_tenu(jour, rangs):
    dernier = jour.day + 7 > monthrange(jour.year, jour.month)[1]
    return (jour.day - 1) // 7 + 1 in rangs or (-1 in rangs and dernier)


def intervalles_a_la_main(ouvert, debut, fin):
    """Give the openings between two days, joined over midnight, as naive local datetimes."""
    trouves = []
    jour = debut
    while jour <= fin:
        minuit = datetime(jour.year, jour.month, jour.day)  # noqa: DTZ001 - local time, as it is written
        for a, b in ouvert(jour):
            commence, finit = minuit + timedelta(minutes=a), minuit + timedelta(minutes=b)
            if trouves and trouves[-1][1] == commence:
                trouves[-1] = (trouves[-1][0], finit)
            else:
                trouves.append((commence, finit))
        jour += timedelta(days=1)
    return trouves


def locaux(intervalles):
    """Give what the engine found as naive local datetimes, to compare."""
    return [tuple(m.astimezone(PARIS).replace(tzinfo=None) for m in (i.debut, i.fin)) for i in intervalles]


# ---- a sentence, read by somebody who knows French and nothing of the grid

_UN_JOUR = rf"(?:{'|'.join(JOURS)})"
_UN_MOIS = rf"(?:{'|'.join(MOIS)})"
_DATE = rf"(\d+(?:er)?) ({_UN_MOIS})"
_HEURE = r"\d+ h(?: \d\d)?|minuit"


_ORDRES = "|".join(ORDRE)
_JOURS_OU_HEURES = rf"""(?x)
    (?P<rangs>le\ (?:{_ORDRES})(?:(?:,\ |\ et\ )le\ (?:{_ORDRES}))*)\ (?P<jour_du_mois>{_UN_JOUR})(?:\ du\ mois)?
    | (?P<toujours>24h/24,\ 7j/7) | (?P<minuit_a_minuit>24h/24)
    | de\ (?P<de>{_HEURE.replace(" ", chr(92) + " ")})\ à\ (?P<a>{_HEURE.replace(" ", chr(92) + " ")})
    | (?P<tous>tous\ les\ jours)(?:\ sauf\ le\ (?P<sauf>{_UN_JOUR}))?
    | du\ (?P<du>{_UN_JOUR})\ au\ (?P<au>{_UN_JOUR})
    | le\ (?P<le>{_UN_JOUR})
"""


class Phrase:
    """Read a sentence piece by piece; every word must be understood, or it fails."""

    def __init__(self, texte):
        texte = texte.replace("\u00a0", " ")
        self.ouvertures, self.fermetures, self.ancre = [], [], None
        self.hors = set()
        for morceau in (texte[0].lower() + texte[1:]).split(" ; "):
            lu = Morceau(morceau)
            self.ancre = self.ancre or lu.ancre
            self.hors |= lu.hors
            if lu.ferme:
                self.fermetures.append(lu)
            elif lu.seances:
                self.ouvertures.append(lu)
        assert self.ouvertures, texte

    def du_jour(self, jour):
        if self.ancre and not un_sur_deux(jour, self.ancre):
            return []
        libre, ferie = vacances(jour, "C") is not None, jour_ferie(jour, "94") is not None
        connu = calendrier_connu(jour, "C")
        if ("vacances" in self.hors and (libre or not connu)) or ("fériés" in self.hors and ferie):
            return []
        for f in self.fermetures:
            if f.saisons:
                if f.de_saison(jour):
                    return []
            elif ("vacances" in f.pendant and (libre or not connu)) or ("fériés" in f.pendant and ferie):
                return []
        trouves = []
        for o in self.ouvertures:
            if "vacances" in o.pendant and not (connu and libre):
                continue
            dits = o.du_jour(jour)
            assert not (dits and trouves), f"two parts of the sentence speak of {jour}"
            trouves = trouves or dits
        return trouves


class Morceau:
    """What lies between two « ; »."""

    def __init__(self, texte):
        self.reste = texte
        self.ferme = self.prend("fermé ") is not None
        self.prend("le tout, ")
        self.ancre = self.prend(rf"tous les 14 jours à partir du {_DATE} (\d{{4}})", en_date)
        hors = self.prend(r"hors ((?:vacances scolaires|jours fériés)(?: et jours fériés)?)", lambda m: m[1]) or ""
        self.hors = {mot for mot in ("vacances", "fériés") if mot in hors}
        pendant = self.prend(
            r"(?:pendant les vacances scolaires et les jours fériés|pendant les vacances scolaires|les jours fériés)",
            lambda m: m[0],
        )
        self.pendant = {mot for mot in ("vacances", "fériés") if mot in (pendant or "")}
        self.parite = self.prend(r"les semaines (paires|impaires)", lambda m: m[1])
        self.saisons = []
        deux_bornes = rf"du (\d+(?:er)?)(?: ({_UN_MOIS}))? au {_DATE}"
        while saison := self.prend(deux_bornes, en_saison) or self.prend(rf"le {_DATE}", en_un_jour):
            self.saisons.append(saison)
        self.saisons += [self.mois_entiers()] if not self.saisons else []
        self.saisons = [saison for saison in self.saisons if saison]
        self.seances = self.jours_et_heures()
        assert not re.sub(r"\bet\b|[, ]", "", self.reste), f"not understood: {self.reste!r} in {texte!r}"

    def prend(self, motif, lecture=lambda m: m[0]):
        trouve = re.search(motif, self.reste)
        if not trouve:
            return None
        self.reste = self.reste[: trouve.start()] + self.reste[trouve.end() :]
        return lecture(trouve)

    def mois_entiers(self):
        def bornes(m):
            debut, fin = MOIS.index(m[1]) + 1, MOIS.index(m[2] or m[1]) + 1
            return (debut, 1), (fin, monthrange(2024, fin)[1])

        return self.prend(rf"en ({_UN_MOIS})(?: et ({_UN_MOIS}))?", bornes) or self.prend(
            rf"d(?:e |’)({_UN_MOIS}) à ({_UN_MOIS})", bornes
        )

    def jours_et_heures(self):
        """Read days, then their hours, then other days: a list of (days, ranks, hours)."""
        lues, dernier = [], "heures"
        for m in re.finditer(_JOURS_OU_HEURES, self.reste):
            jours, rangs, heures = lire_mot(m)
            if heures:
                assert lues, "hours of no day"
                lues[-1][2].extend(heures)
            if jours and dernier == "heures":
                lues.append((set(), set(), []))
            if jours:
                lues[-1][0].update(jours)
                assert not lues[-1][1] or lues[-1][1] == rangs, "one rhythm only"
                lues[-1][1].update(rangs)
            if jours and heures:
                lues[-1][2].extend(heures)
            dernier = "heures" if heures else "jours"
        self.reste = re.sub(_JOURS_OU_HEURES, "", self.reste)
        return lues

    def de_saison(self, jour):
        return any(dans(jour, *saison) for saison in self.saisons)

    def du_jour(self, jour):
        """Give the hours of that day, as this piece says them."""
        if self.saisons and not self.de_saison(jour):
            return []
        if self.parite and (jour.isocalendar().week % 2 == 0) != (self.parite == "paires"):
            return []
        tenues = [
            heures
            for jours, rangs, heures in self.seances
            if jour.weekday() in jours and (not rangs or rang_tenu(jour, rangs))
        ]
        assert len(tenues) < 2, f"two parts of one piece speak of {jour}"
        return tenues[0] if tenues else []


def lire_mot(m):
    """Give the days, the ranks and the hours that one match names."""
    if m["rangs"]:
        rangs = {ORDRE[mot] for mot in re.findall("|".join(ORDRE), m["rangs"])}
        return {JOURS.index(m["jour_du_mois"])}, rangs, []
    if m["toujours"]:
        return set(range(7)), set(), [(0, 1440)]
    if m["minuit_a_minuit"]:
        return set(), set(), [(0, 1440)]
    if m["de"]:
        return set(), set(), [(minute(m["de"], 0), minute(m["a"], 1440))]
    if m["tous"]:
        return set(range(7)) - ({JOURS.index(m["sauf"])} if m["sauf"] else set()), set(), []
    if m["du"]:
        a, b = JOURS.index(m["du"]), JOURS.index(m["au"])
        return {(a + i) % 7 for i in range((b - a) % 7 + 1)}, set(), []
    return {JOURS.index(m["le"])}, set(), []


def en_date(m):
    return date(int(m[3]), MOIS.index(m[2]) + 1, int(m[1].removesuffix("er")))


def en_quantieme(jour, mois):
    return MOIS.index(mois) + 1, int(jour.removesuffix("er"))


def en_saison(m):
    return en_quantieme(m[1], m[2] or m[4]), en_quantieme(m[3], m[4])


def en_un_jour(m):
    return (en_quantieme(m[1], m[2]),) * 2


def minute(heure, minuit):
    if heure == "minuit":
        return minuit
    heures, _, minutes = heure.partition(" h")
    return int(heures) * 60 + int(minutes or 0)
