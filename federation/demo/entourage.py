"""What is around the centres: partner places, partnerships, and what happens elsewhere than in a place."""

import random
from dataclasses import dataclass, replace
from datetime import timedelta

from ateliers.models import Offre
from ateliers.nomenclature import ACCES, Tarif
from federation.demo import horaires, lieux, nommes, noms
from federation.demo.activites import Cadre, drapeaux, varier_etats
from federation.demo.centres import SCENARIO
from federation.demo.reseau import Reseau
from federation.demo.tirage import des, francais
from partenaires.models import OBJETS, Genre, Partenaire, Partenariat, Pret
from structures.models import Commune, Lieu, Structure
from structures.models.lieux import distance_km
from structures.nomenclature import Nature


@dataclass(frozen=True)
class Sorte:
    """A kind of partner place; `apporte` « » means that the network does not work with it (nature « autre »)."""

    code: str
    nom: str  # {q} is a neighbourhood; « » for the invented associations
    nombre: int
    genre: str
    typologie: str
    heures: str
    mediation: bool
    apporte: str
    codes: tuple[str, ...]
    dispositifs: tuple[str, ...] = ()
    dehors: tuple[str, ...] = ()  # communes across the border


SORTES = (
    Sorte("mediatheque", "Médiathèque {q}", 27, Genre.MEDIATHEQUE, "BIB", "mediatheque", True,
          "Ateliers numériques, postes en accès libre, prêt de livres et de liseuses.",
          ("acces", "internet", "etudier", "smartphone", "pret", "ia", "ecrivain", "securite", "musique",
           "impressions"),
          ("Bibliothèques numérique de référence",), ("75113", "93048", "91326")),
    Sorte("france_services", "France Services {q}", 11, Genre.FRANCE_SERVICES, "RFS", "guichet", True,
          "Les démarches de douze opérateurs publics, au même guichet.",
          ("demarches", "conseiller", "caf", "sante", "retraite", "aidants", "acces"),
          ("France Services", "Aidants Connect"), ("91421",)),
    Sorte("association", "", 34, Genre.ASSOCIATION, "ASSO", "association", False,
          "Des bénévoles du quartier, pour l’écrit, le français ou les démarches.",
          ("ecrivain", "asl", "demarches", "smartphone", "emploi", "clas", "reparation", "cafe", "logement",
           "ordinateur", "entrepreneurs"), (), ("75112", "92007")),
    Sorte("ccas", "CCAS, antenne {q}", 12, Genre.MAIRIE, "CCAS", "guichet", False,
          "Aides sociales de la commune, domiciliation, seniors.",
          ("domiciliation", "demarches", "retraite", "logement", "ecrivain")),
    Sorte("mairie", "Mairie annexe {q}", 5, Genre.MAIRIE, "MUNI", "guichet", False,
          "Un guichet de proximité et un poste en libre-service.",
          ("acces", "demarches", "ecrivain"), (), ("75120",)),
    Sorte("mission_locale", "Mission locale {q}", 7, Genre.EMPLOI, "ML", "guichet", False,
          "L’accompagnement des 16-25 ans vers l’emploi et la formation.",
          ("emploi", "cv", "entretien", "pret")),
    Sorte("solidarites", "Maison des solidarités {q}", 13, Genre.DEPARTEMENT, "MDS", "guichet", False,
          "Accueil social, familles, logement, insertion.",
          ("demarches", "caf", "logement", "sante", "juriste"), (), ("92049", "92002")),
    Sorte("point_justice", "Point-justice {q}", 8, Genre.SERVICE_PUBLIC, "PAD", "guichet", False,
          "Information juridique gratuite et confidentielle.",
          ("juriste", "defenseur", "sejour", "ecrivain")),
    Sorte("ressourcerie", "Ressourcerie {q}", 4, Genre.ASSOCIATION, "RESSOURCERIE", "association", False,
          "Du matériel de seconde main, réparé et garanti.", ("reparation", "pret"), (), ("93051",)),
    Sorte("fablab", "Fablab {q}", 6, Genre.ASSOCIATION, "FABLAB", "association", True,
          "Des machines à partager, et des personnes qui savent s’en servir.",
          ("fablab", "impression", "code", "reparation", "entrepreneurs"), (), ("91027",)),
    Sorte("jeunesse", "Point information jeunesse {q}", 7, Genre.MAIRIE, "PIJ_BIJ", "guichet", False,
          "Orientation, jobs, logement, santé des jeunes.", ("emploi", "cv", "etudier", "securite")),
    Sorte("epn", "Espace public numérique {q}", 4, Genre.MAIRIE, "EPN", "guichet", True,
          "Un accès libre et une équipe de médiation.",
          ("acces", "ordinateur", "internet", "bureautique", "conseiller", "demarches"), (), ("77373",)),
    Sorte("poste", "Bureau de poste {q}", 4, "", "LA_POSTE", "guichet", False, "", ("acces",)),
    Sorte("mjc", "Maison des jeunes et de la culture {q}", 4, "", "MJC", "association", False, "",
          ("musique", "code", "jeux", "impression")),
    Sorte("quartier", "Maison de quartier {q}", 4, "", "MQ", "centre", False, "",
          ("clas", "cafe", "ecrivain", "acces", "ecrans")),
)  # fmt: skip


SALLES = {
    "mediatheque": noms.SALLES_MEDIATHEQUE,
    "fablab": noms.SALLES_ATELIER,
    "ressourcerie": noms.SALLES_ATELIER,
    "mjc": noms.SALLES_ATELIER,
}
# What has a zone instead of a place.
AILLEURS = ("promeneur", "telephone", "domicile", "distance")


def partenaires(reseau: Reseau) -> None:
    """Draw the partner places over the communes by population, a dozen of them across the border."""
    chez_nous = sorted((c for c in reseau.communes.values() if c.departement == "94"), key=lambda c: c.code_insee)
    vus: set[tuple[str, str]] = set()
    # Every commune has something: those without a centre have a médiathèque.
    avec_centre = {insee for _, insee, _, _ in noms.CENTRES}
    sans_centre = [c for c in chez_nous if c.code_insee not in avec_centre]
    # Choisy-le-Roi and its neighbours have what the acceptance scenario looks for.
    imposees = {"mediatheque": "94022", "association": "94022", "ccas": "94073", "france_services": "94081"}
    for sorte in SORTES:
        hasard = des("sorte", sorte.code)
        quartiers = list(noms.QUARTIERS)
        hasard.shuffle(quartiers)
        titres = list(noms.ASSOCIATIONS) if not sorte.nom else []
        dehors = [reseau.communes[c] for c in sorte.dehors if c in reseau.communes]
        for rang in range(sorte.nombre):
            if rang == 0 and sorte.code in imposees:
                commune = reseau.communes[imposees[sorte.code]]
            elif rang and rang <= len(dehors):
                commune = dehors[rang - 1]
            elif sorte.code == "mediatheque" and sans_centre:
                commune = sans_centre.pop()
            else:
                commune = _tirer_commune(chez_nous, sorte, vus, hasard)
            vus.add((sorte.code, commune.code_insee))
            nom = titres[rang] if titres else sorte.nom.format(q=quartiers[rang % len(quartiers)])
            _partenaire(reseau, sorte, nom, commune)


def _tirer_commune(communes: list[Commune], sorte: Sorte, vus: set[tuple[str, str]], hasard: random.Random) -> Commune:
    for _ in range(30):
        commune = hasard.choices(communes, weights=[c.population or 1 for c in communes])[0]
        if (sorte.code, commune.code_insee) not in vus:
            break
    return commune


def _partenaire(reseau: Reseau, sorte: Sorte, nom: str, commune: Commune) -> None:
    nature = Nature.PARTENAIRE if sorte.apporte else Nature.AUTRE
    structure = lieux.structure(reseau.federation, nom, nature)
    place = lieux.lieu(
        structure,
        commune,
        reseau.atlas,
        nom=nom,
        genre=sorte.heures,
        typologies=[sorte.typologie],
        today=reseau.today,
        dispositifs=sorte.dispositifs,
        presentation_resume=francais(sorte.apporte) if des("resume", nom).random() < 0.6 else "",
    )
    reseau.partenaires.append(structure)
    reseau.lieux.append(place)
    if sorte.apporte:
        reseau.fiches_partenaires[nom] = Partenaire(
            structure=structure,
            genre=sorte.genre,
            mediation_numerique=sorte.mediation,
            apporte=francais(sorte.apporte),
        )
    salles = SALLES.get(sorte.code, noms.SALLES_AUTRE)
    cadre = Cadre(
        structure,
        place,
        commune,
        salles=tuple(des("salles", nom).sample(salles, 2)),
        municipal=sorte.genre in (Genre.MAIRIE, Genre.MEDIATHEQUE),
        guichet=sorte.heures == "guichet",
    )
    reseau.cadres[place.uid] = cadre
    hasard = des("codes", nom)
    combien = min(len(sorte.codes), hasard.choice((1, 1, 1, 1, 2)) if sorte.code != "france_services" else 3)
    # The first kind is what makes the place known for; the others come as they may.
    codes = [sorte.codes[0]] if hasard.random() < 0.5 or combien > 1 else []
    codes += hasard.sample(sorte.codes[1:], min(combien - len(codes), len(sorte.codes) - 1))
    for code in codes:
        reseau.ajouter(code, cadre, f"{structure.uid}:{code}", libre=True)


def partenariats(reseau: Reseau, dits: list[frozenset[str]]) -> None:
    """Write the organisations that the survey names, and who works with whom."""
    for cle, (nom, genre, mediation, apporte) in nommes.NOMMES.items():
        structure = lieux.structure(reseau.federation, nom, Nature.PARTENAIRE, telephone="", courriel="", site_web="")
        reseau.nommes[cle] = structure
        reseau.fiches_partenaires[nom] = Partenaire(
            structure=structure, genre=genre, mediation_numerique=mediation, apporte=francais(apporte)
        )
    for cle, intitule, conditions in nommes.PRETS:
        fiche = reseau.fiches_partenaires[nommes.NOMMES[cle][0]]
        reseau.prets.append(Pret(preteur=fiche.structure, intitule=intitule, conditions=conditions))
    voisins = [f for f in reseau.fiches_partenaires.values() if f.structure not in reseau.nommes.values()]
    # The first place of each, by identity: nothing has a key yet.
    ou = {id(place.structure): place for place in reversed(reseau.lieux)}
    acteurs = ("delta7", "ici", "emmaus", "mallapixels")
    for rang, structure in enumerate(reseau.centres):
        if "partenariat" not in dits[rang]:
            continue
        hasard = des("partenariats", structure.uid)
        ordre = sorted(voisins, key=lambda f: (_distance(ou, structure, f.structure), f.structure.nom))
        proches = [f for f in ordre[:14] if not f.mediation_numerique]
        choisis = [f.structure for f in hasard.sample(proches, hasard.choice((1, 2, 2)))]
        if "mediation" in dits[rang]:
            choisis.append(reseau.nommes[acteurs[rang % 4]])
            mediateurs = [f.structure for f in ordre[:25] if f.mediation_numerique]
            choisis += hasard.sample(mediateurs, min(len(mediateurs), hasard.choice((0, 1, 1))))
        for partenaire in choisis:
            _lier(reseau, structure, partenaire, hasard)


def _distance(ou: dict[int, Lieu], a: Structure, b: Structure) -> float:
    la, lb = ou[id(a)], ou[id(b)]
    return distance_km(la.latitude, la.longitude, lb.latitude, lb.longitude)


def _lier(reseau: Reseau, centre: Structure, partenaire: Structure, hasard: random.Random) -> None:
    nomme = next((c for c, s in reseau.nommes.items() if s is partenaire), "")
    objets, finance, fournit = ["orientation"], "", ""
    if nomme in ("ici", "delta7"):
        objets = ["ateliers"]
        finance = hasard.choice(("le Département", "la ville", "", ""))
        fournit = "une salle et une personne pour accueillir"
    elif nomme == "mallapixels":
        objets = ["pret"]
    elif not nomme:
        objets = hasard.choice((["orientation"], ["permanences", "orientation"], ["ateliers"], ["formation"]))
        fournit = "un bureau au calme" if "permanences" in objets else ""
    depuis = reseau.today.replace(month=1, day=1) - timedelta(days=hasard.choice((120, 480, 850, 1220)))
    reseau.partenariats.append(
        Partenariat(
            centre=centre,
            partenaire=partenaire,
            objets=OBJETS.masque(objets),
            finance_par=finance,
            centre_fournit=fournit,
            debut=depuis if hasard.random() < 0.7 else None,
        )
    )


def activites(reseau: Reseau, dits: list[frozenset[str]]) -> None:
    """Add what ICI and Delta 7 run in centres, with their own equipment, and what an association comes to do."""
    plume = next(s for s in reseau.partenaires if s.nom == "L’Encrier partagé")
    codes = ("smartphone", "ordinateur", "internet", "securite", "ia")
    for partenariat in list(reseau.partenariats):
        cle = next((c for c, s in reseau.nommes.items() if s is partenariat.partenaire), "")
        if cle not in ("ici", "delta7"):
            continue
        cadre = reseau.cadre_de(partenariat.centre)
        champs = {
            "metiers": 1 << 7,  # an intervenant·e from outside
            "appareil": "fourni",
            "finance_par": partenariat.finance_par,
            "centre_fournit": partenariat.centre_fournit,
            "tarif": Tarif.GRATUIT,
            "tarif_detail": "",
        }
        dehors = replace(cadre, structure=partenariat.partenaire, champs=champs)
        hasard = des("anime", cle, partenariat.centre.uid)
        for code in hasard.sample(codes, 2):
            if reseau.ajouter(code, dehors, f"{cle}:{partenariat.centre.uid}") is not None:
                break
    for rang in [i for i, d in enumerate(dits) if {"ecrivain", "rdv_individuel"} <= d and i not in SCENARIO][:5]:
        # Never at the same time as the centre's own permanence, mostly on Thursday or Tuesday.
        heures = horaires.fixe(f"{('We', 'Fr', 'Mo')[rang % 3]} 09:30-12:00; PH off")
        cadre = reseau.cadre_de(reseau.centres[rang])
        anime = replace(cadre, structure=plume, champs={"centre_fournit": "un bureau au calme", "heures": heures})
        reseau.ajouter("ecrivain", anime, f"encrier:{cadre.structure.uid}", libre=True)


def ailleurs(reseau: Reseau, dits: list[frozenset[str]]) -> None:
    """Add some twenty-five activities that have a zone instead of a place."""
    for rang, structure in enumerate(reseau.centres):
        hasard, cadre = des("ailleurs", structure.uid), reseau.cadre_de(structure)
        if hasard.random() > 0.45:
            continue
        code = hasard.choice(AILLEURS)
        zone = (cadre.commune.code_insee,) if code != "distance" else ("94",)
        reseau.ajouter(code, _sans_lieu(cadre, zone), f"ailleurs:{rang}", libre=True)
    for structure in reseau.partenaires[27:60:4]:
        cadre = reseau.cadre_de(structure)
        code = des("ailleurs", structure.uid).choice(("telephone", "telephone", "domicile", "distance"))
        zone = (cadre.commune.code_insee,) if code == "domicile" else ("94",)
        reseau.ajouter(code, _sans_lieu(cadre, zone), f"ailleurs:{structure.uid}", libre=True)


def _sans_lieu(cadre: Cadre, zone: tuple[str, ...]) -> Cadre:
    return replace(cadre, lieu=None, zone=zone, salles=())


def laisser_vivre(reseau: Reseau) -> None:
    """Leave some activities incomplete, suspended, closed or in draft; never one that an indicator needs."""
    varier_etats(reseau.libres, reseau.today)
    utiles = {o.uid for o in reseau.offres} - {o.uid for o in reseau.libres}
    for offre in reseau.offres:
        if offre.uid not in utiles and des("incomplet", offre.uid).random() < 0.05:
            _appauvrir(offre)


def _appauvrir(offre: Offre) -> None:
    """Take away what nobody has said; what its indicators read stays."""
    avant = drapeaux(offre)
    offre.tarif, offre.tarif_detail = "", ""
    offre.publics = offre.papiers = offre.langues = 0
    if not offre.acces & ACCES["rdv"].masque and not offre.dispo:
        offre.acces, offre.dispo_note = 0, ""
    if drapeaux(offre) != avant:
        raise RuntimeError("an incomplete activity changed what its centre answers")
