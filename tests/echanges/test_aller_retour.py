"""What leaves as a row of the standard comes back the same, and no value makes a row that the standard refuses."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from ateliers.models import Offre
from ateliers.nomenclature import ACCES, LANGUES, METIERS, PUBLICS, RESERVES, THEMES, Mode, Nature, Tarif
from comptes.models import Federation
from echanges.application import _de_json
from echanges.comparaison import _champs, _json
from echanges.lecture import LigneLue
from echanges.standard.fiche import Fiche, champs_de
from echanges.standard.ligne import lire_ligne
from echanges.standard.nettoyage.communes import CommuneLue, Referentiel
from echanges.standard.sortie.ligne import Entree, ecrire_ligne
from echanges.standard.sortie.regles import rearmer
from echanges.standard.valeurs import LISTES
from structures.models import Commune, Lieu, Source, Structure
from structures.nomenclature import ACCESSIBILITES, DISPOSITIFS, FORMATIONS, ITINERANCES, PRISES_EN_CHARGE
from structures.typologies import TYPOLOGIES
from tests.echanges.standard_officiel import REGLES, fautes

TODAY = date(2026, 11, 23)
CRETEIL = Commune(code_insee="94028", nom="Créteil", departement="94", latitude=48.7837, longitude=2.4548)
FEDERATION = Federation(slug="essai", nom="Fédération d’essai")


def relire(cellules: dict[str, str]) -> Fiche:
    """Read a row back, as an import of tomorrow would."""
    referentiel = Referentiel.de([CommuneLue("94028", "Créteil", ("94000",), (48.7837, 2.4548))])
    fiche = lire_ligne(LigneLue(2, cellules), referentiel, today=TODAY)
    assert isinstance(fiche, Fiche), fiche
    return fiche


def sortir(lieu: Lieu, offres: list[Offre], provenance: Source | None = None) -> dict[str, str]:
    """Write a row and check that the standard takes it."""
    entree = Entree(lieu, offres, provenance, "lieu-1", ["94000"], date(2026, 1, 2))
    cellules = ecrire_ligne(entree)
    assert cellules is not None
    assert list(cellules) == list(REGLES)
    assert fautes(cellules) == []
    return cellules


# Without what the import takes for a broken encoding (« É’ »), or for an empty cell (« na »).
mots = st.text("abcdefghijkléèàç ABCD'-()=+@0123456789", min_size=1, max_size=60).map(
    lambda t: f"{' '.join(t.split())}é"
)
phrases = st.one_of(st.just(""), mots, st.lists(mots, min_size=2, max_size=4).map("\n".join))
adresses = st.from_regex(r"[1-9]{1,3} (rue|avenue) d(e|u) [a-zé]{3,12}", fullmatch=True)
mails = st.sampled_from(["", "accueil@example.org", "a.b+c@lieu.example.com"])
urls = st.sampled_from(
    ["", "https://lieu.example.org/", "http://lieu.example.org/a,b?c=d&e=1#f", "https://a.example/@x"]
)
jours = st.dates(date(2001, 1, 1), TODAY)
point = st.tuples(st.floats(48.75, 48.80), st.floats(2.42, 2.48))


def masques(nomenclature, sauf=()):
    return st.sets(st.sampled_from([t.code for t in nomenclature if t.code not in sauf]), max_size=3).map(
        nomenclature.masque
    )


@st.composite
def lieux(draw) -> Lieu:
    """Draw a place described here, in what the standard can hold."""
    lat, lon = draw(point)
    verifie = draw(jours)
    resume = draw(st.one_of(st.just(""), mots))
    return Lieu(
        structure=Structure(nom=draw(mots), federation=FEDERATION, siret=draw(st.sampled_from(["", "43493312300029"]))),
        nom=draw(mots),
        adresse=draw(adresses),
        complement=draw(st.one_of(st.just(""), mots)),
        code_postal="94000",
        commune=CRETEIL,
        latitude=lat,
        longitude=lon,
        typologies=draw(st.lists(st.sampled_from(sorted(TYPOLOGIES)), unique=True, max_size=3)),
        itinerance=draw(masques(ITINERANCES)),
        telephone=draw(st.sampled_from(["", "+33180059880", "+33199001234"])),
        courriel=draw(mails),
        site_web=draw(urls),
        prise_rdv_url=draw(urls),
        acces_libre_url=draw(urls),
        presentation_resume=resume,
        presentation=draw(phrases),
        horaires=draw(st.sampled_from(["", "Mo-Fr 09:00-12:00,14:00-18:30", "Tu 15:00-19:00; PH off"])),
        dispositifs=draw(masques(DISPOSITIFS)),
        formations=draw(masques(FORMATIONS, sauf=["Étapes numériques (La Poste)"])),
        autres_formations=draw(st.one_of(st.just(""), mots)),
        prises_en_charge=draw(masques(PRISES_EN_CHARGE)),
        # Each of these makes a sentence at the head of the presentation, that must go away again.
        accessibilites=draw(masques(ACCESSIBILITES, sauf=["lsf"])),
        verifie_le=verifie,
        verifie_voie="import",
    )


@st.composite
def activites(draw) -> Offre:
    """Draw an activity described here: only what is folded into the place comes back of it."""
    return Offre(
        nom=draw(mots),
        nature=draw(st.sampled_from(Nature.values)),
        mode=draw(st.sampled_from(Mode.values)),
        themes=draw(masques(THEMES)),
        publics=draw(masques(PUBLICS)),
        reserves=draw(masques(RESERVES)),
        acces=draw(masques(ACCES)),
        tarif=draw(st.sampled_from(["", *Tarif.values])),
        tarif_detail=draw(st.sampled_from(["", "8 € par an"])),
    )


@settings(max_examples=60, deadline=None)
@given(lieux(), st.lists(activites(), max_size=4))
def test_un_lieu_decrit_ici_revient_pareil(lieu, offres):
    cellules = sortir(lieu, offres)
    fiche = relire(cellules)
    for bloc, valeurs in fiche.lieu.items():
        assert valeurs == [_json(getattr(lieu, c)) for c in champs_de("lieu", bloc)], bloc
    assert fiche.structure["siret"] == [lieu.structure.siret]
    services = [s for s in cellules["services"].split("|") if s]
    if services == list(LISTES["services"].valeurs[:7]):
        return  # exactly what another tool ticks when nobody chose: nobody can tell them apart
    assert [o["nom"][0] for o in fiche.offres.values()] == services
    themes = {code for o in offres for code in THEMES.codes(o.themes)}
    assert themes <= {code for o in fiche.offres.values() for code in THEMES.codes(o["themes"][0])}


def choix(colonne, *, maximum=4):
    """Draw some values of a closed list, in its order."""
    valeurs = LISTES[colonne].valeurs
    return st.sets(st.sampled_from(valeurs), max_size=maximum).map(lambda s: "|".join(sorted(s, key=valeurs.index)))


LIGNES = st.fixed_dictionaries(
    {
        "id": st.just("lieu-1"),
        "pivot": st.sampled_from(["00000000000000", "43493312300029", "W123456789"]),
        "nom": mots,
        "commune": st.just("Créteil"),
        "code_postal": st.just("94000"),
        "code_insee": st.just("94028"),
        "adresse": adresses,
        "complement_adresse": st.one_of(st.just(""), mots),
        "latitude": st.sampled_from(["48.7771", "48.78012345678901", ""]),
        "longitude": st.just("2.4531"),
        "typologie": choix("typologie"),
        "telephone": st.sampled_from(["", "+33180059880", "3949"]),
        "courriels": st.sampled_from(["", "a1@example.org", "a1@example.org|b2@example.org"]),
        "site_web": st.sampled_from(
            ["", "https://x.example.org/|https://www.facebook.com/x", "https://a.example.org/"]
        ),
        "horaires": st.sampled_from(["", "Mo-Fr 09:00-12:00", "le matin, selon les semaines"]),
        "presentation_resume": st.one_of(st.just(""), mots),
        "presentation_detail": phrases,
        "source": st.one_of(st.just(""), mots),
        "itinerance": choix("itinerance"),
        "structure_parente": st.one_of(st.just(""), mots),
        "date_maj": jours.map(str),
        "services": choix("services", maximum=9),
        "publics_specifiquement_adresses": choix("publics_specifiquement_adresses", maximum=5),
        "prise_en_charge_specifique": choix("prise_en_charge_specifique"),
        "frais_a_charge": choix("frais_a_charge"),
        "dispositif_programmes_nationaux": choix("dispositif_programmes_nationaux"),
        "formations_labels": choix("formations_labels").filter(lambda v: "La Poste" not in v),
        "autres_formations_labels": st.one_of(st.just(""), mots),
        "modalites_acces": choix("modalites_acces").filter(lambda v: "accueille pas" not in v),
        "modalites_accompagnement": choix("modalites_accompagnement"),
        "fiche_acces_libre": urls,
        "prise_rdv": urls,
    }
)


def ranger(fiche: Fiche) -> tuple[Lieu, list[Offre], Source]:
    """Make of a row what an import makes of it."""

    def objet(modele, noun, valeurs, **autres):
        champs = {c: _de_json(c, v) for c, v in _champs(noun, valeurs).items()}
        return modele(**champs, **autres)

    structure = objet(Structure, "structure", fiche.structure, federation=FEDERATION)
    valeurs = {b: v for b, v in fiche.lieu.items() if b != "commune"}
    lieu = objet(Lieu, "lieu", valeurs, structure=structure, commune=CRETEIL, code_postal="94000")
    offres = [objet(Offre, "offre", v, structure=structure, lieu=lieu, a_preciser=True) for v in fiche.offres.values()]
    return lieu, offres, Source(source="fichier", identifiant=fiche.identifiant, noun="lieu", brut=fiche.brut)


@settings(max_examples=80, deadline=None)
@given(LIGNES)
def test_un_lieu_importe_revient_pareil(ligne):
    fiche = relire(ligne)
    cellules = sortir(*ranger(fiche))
    revenue = relire(cellules)
    assert revenue.lieu == fiche.lieu
    assert revenue.offres == fiche.offres
    assert revenue.structure == fiche.structure
    assert rearmer(cellules["source"]) == (ligne["source"] or "fichier")


hostile = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["=1+1", "+33", "-1", "@SUM(A1)", "'=2", '"', "a|b", "a\r\nb", "\t=1", "x" * 300, "#", "é@é.fr", "https://é"]
    ),
)


CHAMPS_LIBRES = (
    "nom", "adresse", "complement", "courriel", "site_web", "prise_rdv_url", "acces_libre_url", "presentation_resume",
    "presentation", "horaires_source", "autres_formations", "telephone",
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(CHAMPS_LIBRES, hostile)), hostile, hostile)
def test_aucune_valeur_ne_fait_une_ligne_refusee(champs, structure, offre):
    """Whatever is in the base, a row is valid or absent, and no spreadsheet computes it."""
    champs["presentation_resume"] = champs["presentation_resume"][:280]
    lieu = Lieu(
        structure=Structure(nom=structure, federation=FEDERATION),
        commune=CRETEIL,
        code_postal="94000",
        latitude=1e-05,
        longitude=-179.5,
        formations=FORMATIONS.complet,
        **champs,
    )
    activite = Offre(nom=offre, tarif_detail=offre, langues=LANGUES.complet, metiers=METIERS.complet)
    cellules = ecrire_ligne(Entree(lieu, [activite], None, "lieu-1", [], TODAY))
    if cellules is not None:
        assert fautes(cellules) == []
