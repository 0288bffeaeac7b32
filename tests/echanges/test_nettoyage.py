"""Each cleaner, on what spreadsheets and people really write: (written, value, kinds of remarks)."""

from datetime import date

import pytest

from echanges.remarques import Genre
from echanges.standard.nettoyage import codes, communes, contacts, dates, enumerations, horaires, identifiants
from echanges.standard.nettoyage.communes import CommuneLue, Referentiel
from echanges.standard.nettoyage.positions import position
from echanges.standard.nettoyage.textes import borner, texte

R, S, N = Genre.REPARE, Genre.SIGNALE, Genre.NOTE
CRETEIL = (48.7837, 2.4548)


def genres(remarques):
    return [r.genre for r in remarques]


@pytest.mark.parametrize(
    ("brut", "attendu", "dit"),
    [
        ("94000", "94000", []),
        ("94000.0", "94000", [R]),
        ("1000", "01000", [R]),
        ("94 000", "94000", [R]),
        ("F-94000", "94000", [R]),
        ("94010 CEDEX", "94010", [R]),
        ("940", "", [S]),
        ("94OOO", "", [S]),
        ("", "", []),
    ],
)
def test_code_postal(brut, attendu, dit):
    valeur, remarques = codes.code_postal(brut)
    assert (valeur, genres(remarques)) == (attendu, dit)


@pytest.mark.parametrize(
    ("brut", "attendu", "dit"),
    [
        ("94028", "94028", []),
        ("2a004", "2A004", [R]),
        ("1004", "01004", [R]),
        ("94028,0", "94028", [R]),
        ("20004", "", [S]),
        ("Créteil", "", [S]),
    ],
)
def test_code_insee(brut, attendu, dit):
    valeur, remarques = codes.code_insee(brut)
    assert (valeur, genres(remarques)) == (attendu, dit)


@pytest.mark.parametrize(
    ("brut", "siret", "rna", "dit"),
    [
        ("73282932000074", "73282932000074", "", []),
        ("732 829 320 00074", "73282932000074", "", [R]),
        ("73282932000074.0", "73282932000074", "", [R]),
        ("73282932000075", "", "", [S]),
        ("732829320", "", "", [S]),
        ("7.32829E+13", "", "", [S]),
        ("00000000000000", "", "", []),
        ("", "", "", []),
        ("W131004321", "", "W131004321", []),
        ("w131004321", "", "W131004321", [R]),
        # The post offices' own rule: the sum of the digits, not Luhn's key.
        ("35600000049837", "35600000049837", "", []),
        ("inconnu", "", "", [S]),
    ],
)
def test_pivot(brut, siret, rna, dit):
    *valeurs, remarques = identifiants.pivot(brut)
    assert (valeurs, genres(remarques)) == ([siret, rna], dit)


@pytest.mark.parametrize(
    ("brut", "attendu", "dit"),
    [
        ("+33180059880", "+33180059880", []),
        ("01 80 05 98 80", "+33180059880", []),
        ("01.80.05.98.80", "+33180059880", []),
        ("180059880", "+33180059880", [R]),
        ("180059880.0", "+33180059880", [R]),
        ("33180059880", "+33180059880", [R]),
        ("+33 (0)1 80 05 98 80", "+33180059880", [R]),
        ("Tél. : 01 80 05 98 80", "+33180059880", [R]),
        ("01 80 05 98 80 / 06 12 34 56 78", "+33180059880", [R, N]),
        ("à l’accueil", "", [S]),
        ("01 80 05 98", "", [S]),
        ("0000000000", "", [S]),
    ],
)
def test_telephone(brut, attendu, dit):
    valeur, remarques = contacts.telephone(brut)
    assert (valeur, genres(remarques)) == (attendu, dit)


def test_telephone_d_outre_mer():
    assert contacts.telephone("0262 90 12 34", "974")[0] == "+262262901234"


@pytest.mark.parametrize(
    ("brut", "attendu", "dit"),
    [
        ("a.b@example.org", ("a.b@example.org",), []),
        ("ab@example.org|cd@example.org", ("ab@example.org", "cd@example.org"), []),
        ("ab@example.org; cd@example.org", ("ab@example.org", "cd@example.org"), [R]),
        ("Mail : ab@example.org", ("ab@example.org",), [R]),
        ("accueil;ab@example.org", (), [S]),
        ("accueil ab@example.org", (), [S]),
        ("ab@example", (), [S]),
        ("ab[at]example.org", (), [S]),
        ("ab@example.org|accueil", ("ab@example.org",), [S]),
    ],
)
def test_courriels(brut, attendu, dit):
    valeur, remarques = contacts.courriels(brut)
    assert (valeur, genres(remarques)) == (attendu, dit)


@pytest.mark.parametrize(
    ("brut", "attendu", "dit"),
    [
        ("https://example.org/A?b=c,d", ("https://example.org/A?b=c,d",), []),
        ("www.example.org/Accueil", ("https://www.example.org/Accueil",), [R]),
        ("example.org", ("https://example.org",), [R]),
        ("http//www.example.org", ("http://www.example.org",), [R]),
        ("HTTPS://example.org", ("https://example.org",), [R]),
        ("https://a.example.org|https://b.example.org", ("https://a.example.org", "https://b.example.org"), []),
        ("ab@example.org", (), [S]),
        ("en cours", (), [S, S]),
        ("javascript:alert(1)", (), [S]),
    ],
)
def test_sites(brut, attendu, dit):
    valeur, remarques = contacts.sites(brut)
    assert (valeur, genres(remarques)) == (attendu, dit)


@pytest.mark.parametrize(
    ("brut", "osm", "phrase", "dit"),
    [
        ("Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00", "", []),
        ("lundi 9h-12h", "Mo 09:00-12:00", "lundi 9h-12h", [R]),
        ("sur rendez-vous", "", "sur rendez-vous", [S]),
        ("un jeudi sur deux 14h-16h", "", "un jeudi sur deux 14h-16h", [S]),
        ("Mo-Fr 9h-12h", "", "Mo-Fr 9h-12h", [S]),
        ("", "", "", []),
    ],
)
def test_horaires(brut, osm, phrase, dit):
    *valeurs, remarques = horaires.horaires(brut)
    assert (valeurs, genres(remarques)) == ([osm, phrase], dit)


@pytest.mark.parametrize(
    ("brut", "attendu", "dit"),
    [
        ("2026-04-21", date(2026, 4, 21), []),
        ("2026-04-21T14:34:13.000Z", date(2026, 4, 21), []),
        ("21/04/2026 14:34:13", date(2026, 4, 21), [R]),
        ("21.04.2026", date(2026, 4, 21), [R]),
        ("46133", date(2026, 4, 21), [R]),
        ("06/08/0002", None, [S]),
        ("1970-01-01", None, [S]),
        ("31/02/2026", None, [S]),
        ("2027-01-01", None, [S]),
        ("avril 2026", None, [S]),
        ("", None, [S]),
    ],
)
def test_dates(brut, attendu, dit):
    valeur, remarques = dates.date_maj(brut, today=date(2026, 11, 23))
    assert (valeur, genres(remarques)) == (attendu, dit)


@pytest.mark.parametrize(
    ("lat", "lon", "centre", "attendu", "dit"),
    [
        ("48.7771", "2.4531", CRETEIL, (48.7771, 2.4531, "exacte"), []),
        ("48,7771", "2,4531", CRETEIL, (48.7771, 2.4531, "exacte"), [R]),
        ("48.7771, 2.4531", "", CRETEIL, (48.7771, 2.4531, "exacte"), [R]),
        ("2.4531", "48.7771", CRETEIL, (48.7771, 2.4531, "exacte"), [R]),
        ("0.0", "0", CRETEIL, (*CRETEIL, "approximative"), [S]),
        ("abc", "2.45", CRETEIL, (*CRETEIL, "approximative"), [S]),
        ("48.7771", "", CRETEIL, (*CRETEIL, "approximative"), [S]),
        ("", "", CRETEIL, (*CRETEIL, "approximative"), [N]),
        ("999", "2.45", CRETEIL, (*CRETEIL, "approximative"), [S]),
        ("43.5", "5.4", CRETEIL, (*CRETEIL, "approximative"), [S]),
        # Thirty kilometres away: a large commune or a mistake, nobody knows.
        ("48.5", "2.45", CRETEIL, (48.5, 2.45, "non_verifiee"), [S]),
        # Its commune's centre is unknown: said once for the file.
        ("43.5", "5.4", None, (43.5, 5.4, "non_verifiee"), []),
        ("5.4", "43.5", None, (43.5, 5.4, "non_verifiee"), [R]),
        ("5.4", "5.4", None, None, [S]),
        ("", "", None, None, [N]),
    ],
)
def test_position(lat, lon, centre, attendu, dit):
    point, remarques = position(lat, lon, centre=centre, metropole=True)
    assert (point and (point.latitude, point.longitude, point.precision), genres(remarques)) == (attendu, dit)


@pytest.fixture
def referentiel():
    return Referentiel.de(
        [
            CommuneLue("94028", "Créteil", ("94000",), CRETEIL),
            CommuneLue("94043", "Le Kremlin-Bicêtre", ("94270",), (48.81, 2.36)),
            CommuneLue("94068", "Saint-Maur-des-Fossés", ("94100", "94210"), (48.8, 2.49)),
            CommuneLue("94038", "L'Haÿ-les-Roses", ("94240",), (48.77, 2.33)),
            CommuneLue("93066", "Saint-Denis", ("93200", "93210"), (48.93, 2.35)),
            CommuneLue("97411", "Saint-Denis", ("97400", "97417", "97490"), (-20.9, 55.45)),
            CommuneLue("91228", "Évry-Courcouronnes", ("91000", "91080"), (48.63, 2.44)),
            CommuneLue("75113", "Paris 13e Arrondissement", ("75013",), (48.83, 2.36)),
            CommuneLue("01004", "Ambérieu-en-Bugey", ("01500",), (45.96, 5.36)),
        ]
    )


@pytest.mark.parametrize(
    ("ligne", "attendu", "dit"),
    [
        (("Créteil", "94000", "94028"), ("94028", "94000"), []),
        (("CRETEIL", "94000", ""), ("94028", "94000"), [R]),
        (("94000 Créteil", "94000", ""), ("94028", "94000"), [R]),
        (("Creteuil", "94000", ""), ("94028", "94000"), [R]),
        (("KREMLIN-BICETRE (LE)", "94270", ""), ("94043", "94270"), [R]),
        (("St Maur", "94210", ""), ("94068", "94210"), [R]),
        (("Saint-Denis", "97400", ""), ("97411", "97400"), []),
        (("Saint-Denis", "93200", ""), ("93066", "93200"), []),
        (("Saint-Denis CEDEX", "93205", ""), ("93066", "93200"), [R, R]),
        (("Saint-Denis", "", "97411"), ("97411", "97400"), [R]),
        (("Saint-Denis", "", ""), (None, ""), [S]),
        (("Évry", "91000", ""), ("91228", "91000"), [R]),
        (("Paris", "75013", "75056"), ("75113", "75013"), [R, R]),
        (("PARIS 13ème", "75013", ""), ("75113", "75013"), [R]),
        (("Créteil", "", ""), ("94028", "94000"), [R]),
        (("Créteil", "94100", ""), ("94028", "94000"), [S]),
        (("Quartier inconnu", "94240", ""), ("94038", "94240"), [S]),
        (("", "94000", "94028"), ("94028", "94000"), [S]),
        (("Nulle-Part", "99999", ""), (None, "99999"), [S]),
        (("Reims", "51100", "51454"), ("51454", "51100"), [N]),
        # A commune of one département with a postcode of another: nothing is added.
        (("Reims", "94999", "51454"), (None, "94999"), [S]),
    ],
)
def test_commune(referentiel, ligne, attendu, dit):
    trouvee, code_postal, remarques = communes.commune(*ligne, referentiel)
    assert ((trouvee and trouvee.code_insee, code_postal), genres(remarques)) == (attendu, dit)


@pytest.mark.parametrize(
    ("champ", "brut", "attendu", "dit"),
    [
        ("frais_a_charge", "Gratuit", ["Gratuit"], []),
        ("frais_a_charge", "gratuit", ["Gratuit"], []),
        ("frais_a_charge", "Gratuit : Je peux accéder gratuitement au lieu", ["Gratuit"], [R]),
        ("frais_a_charge", "Adhésion : J'accède avec la carte", [], [S]),
        ("modalites_acces", "Se présenter, Téléphoner", ["Se présenter", "Téléphoner"], []),
        ("modalites_acces", "Ce lieu n’accueille pas de public", ["Ce lieu n'accueille pas de public"], []),
        ("modalites_accompagnement", "Seul : j'ai accès à du matériel", ["En autonomie"], [R]),
        (
            "modalites_accompagnement",
            "A ma place : on fait pour moi;Avec de l'aide : je suis accompagné",
            ["Accompagnement individuel"],
            [R, R],
        ),
        ("formations_labels", "Étapes numériques(La Poste)", ["Étapes numériques (La Poste)"], [R]),
        ("typologie", "CSC|NIMPORTE", ["CSC"], [S]),
        ("typologie", "Centre social", ["CS"], [R]),
        ("typologie", "TIERS_LIEUX|ASSO", ["TIERS_LIEUX", "ASSO"], []),
        ("dispositif_programmes_nationaux", "CNFS;Aidants Connect", ["Aidants Connect", "Conseillers numériques"], [R]),
        ("services", "Accéder à du matériel", ["Accès internet et matériel informatique"], [R]),
        ("services", "Aide aux demarches administratives", ["Aide aux démarches administratives"], [R]),
    ],
)
def test_enumeration(champ, brut, attendu, dit):
    valeurs, _, remarques = enumerations.enumeration(brut, champ)
    assert (valeurs, genres(remarques)) == (attendu, dit)


def test_une_ancienne_colonne_pour_deux_listes():
    valeurs, soeurs, remarques = enumerations.enumeration("Seniors;Surdité", "publics_specifiquement_adresses")
    assert (valeurs, soeurs, remarques) == (["Seniors"], ["Surdité"], ())


@pytest.mark.parametrize(
    ("brut", "attendu", "dit"),
    [
        ("Maison de l’Œuvre 😀", "Maison de l’Œuvre 😀", []),
        ("MÃ©diathÃ¨que", "Médiathèque", [R]),
        ("Cafe\u0301", "Café", []),
        ("=1+1", "=1+1", []),
        ("A\u200bB", "AB", [R]),
        ("une\r\ndeux", "une\ndeux", []),
        ("<b>gras</b>", "<b>gras</b>", []),
    ],
)
def test_texte(brut, attendu, dit):
    valeur, remarques = texte(brut, "nom")
    assert (valeur, genres(remarques)) == (attendu, dit)


def test_un_texte_trop_long_est_coupe_et_dit():
    valeur, remarques = borner("mot " * 100, 50, "nom")
    assert len(valeur) <= 50
    assert valeur.endswith("mot…")
    assert genres(remarques) == [S]
