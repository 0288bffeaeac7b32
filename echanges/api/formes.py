"""The shapes of the answers. Codes are those of the reference lists (`/referentiels`); texts are in French."""

from datetime import date, datetime

from ninja import Field, Schema


class Erreur(Schema):
    """Why nothing is answered, in one sentence for a person."""

    erreur: str


class Terme(Schema):
    code: str
    libelle: str


class Referentiel(Schema):
    """A closed list: the values that a field or a parameter takes."""

    nom: str
    termes: list[Terme]


class Referentiels(Schema):
    referentiels: list[Referentiel]


class CommuneBreve(Schema):
    code_insee: str
    nom: str
    departement: str


class Commune(CommuneBreve):
    codes_postaux: list[str]
    latitude: float
    longitude: float


class StructureBreve(Schema):
    uid: str
    nom: str
    nature: str = Field(description="référentiel « natures_de_structure »")


class LieuBref(Schema):
    uid: str
    nom: str
    url: str


class Horaires(Schema):
    """Hours: OpenStreetMap's notation, and the same in a French sentence."""

    osm: str = ""
    phrase: str = ""


class Fermeture(Schema):
    genre: str = Field(description="« fermeture » ou « ouverture »")
    debut: date
    fin: date
    heures: str = ""
    motif: str = ""


class Structure(StructureBreve):
    federation: str
    siret: str = ""
    rna: str = ""
    telephone: str = ""
    courriel: str = ""
    site_web: str = ""
    presentation: str = ""


class Lieu(LieuBref):
    structure: StructureBreve
    adresse: str
    complement: str = ""
    code_postal: str
    commune: CommuneBreve
    latitude: float
    longitude: float
    precision: str = Field(description="« exacte », « approximative » ou « non_verifiee »")
    typologies: list[str]
    accessibilites: list[str]
    telephone: str = ""
    courriel: str = ""
    site_web: str = ""
    prise_rdv_url: str = ""
    presentation: str = ""
    horaires: Horaires
    etat: str = Field("", description="« Ouvert jusqu’à 18 h », à l’heure de la réponse")
    ouvert: bool | None = None
    fermetures: list[Fermeture]
    verifie_le: date | None = None


class Place(Schema):
    """Room, as it was said and when; `sure` is false when that was too long ago to count."""

    code: str = Field(description="référentiel « disponibilites », vide quand rien n’est dit")
    phrase: str = ""
    dite_le: date | None = None
    jusqu_au: date | None = None
    note: str = ""
    sure: bool
    il_y_a_de_la_place: bool


class Tarif(Schema):
    code: str
    detail: str = ""


class Activite(Schema):
    """One activity: the unit of the directory. Every filter of a search matches within one of them."""

    uid: str
    nom: str
    url: str
    structure: StructureBreve
    lieu: LieuBref | None = None
    zone: list[str] = Field(description="sans lieu : codes de communes, de départements, ou « france »")
    nature: str
    mode: str
    themes: list[str]
    publics: list[str]
    postures: list[str]
    niveaux: list[str]
    langues: list[str]
    metiers: list[str]
    acces: list[str]
    tarif: Tarif
    reserve: list[str] = Field(description="à qui l’activité est réservée, en phrases ; vide : à personne")
    age_min: int | None = None
    age_max: int | None = None
    papiers: list[str]
    aidants_connect: bool
    presentation: str = ""
    telephone: str = ""
    courriel: str = ""
    inscription_url: str = ""
    horaires: Horaires
    debut: date | None = None
    fin: date | None = None
    place: Place
    prochaine_seance: datetime | None = None
    a_preciser: bool
    verifie_le: date | None = None


class Seance(Schema):
    activite: str = Field(description="uid de l’activité")
    debut: datetime
    fin: datetime
    statut: str = Field(description="« prevue », « annulee » ou « deplacee »")
    note: str = ""


class Resultat(Schema):
    """A place and what matches there, in the order of the site; without a place, one activity."""

    lieu: Lieu | None = None
    distance_km: float | None = None
    complet: bool
    activites: list[Activite]


class PageDeResultats(Schema):
    lieux_total: int
    activites_total: int
    rayon_km: float | None = None
    compris: list[str] = Field(description="ce qui a été compris, ou laissé de côté, de la question")
    resultats: list[Resultat]
    suivant: str | None = Field(None, description="à donner comme « curseur » pour la suite")


class PageDeLieux(Schema):
    lieux: list[Lieu]
    suivant: str | None = None


class PageDeStructures(Schema):
    structures: list[Structure]
    suivant: str | None = None


class PageDActivites(Schema):
    activites: list[Activite]
    suivant: str | None = None


class PageDeSeances(Schema):
    seances: list[Seance]
    suivant: str | None = None


class PageDeCommunes(Schema):
    communes: list[Commune]
    suivant: str | None = None


class Point(Schema):
    type: str = "Point"
    coordinates: tuple[float, float] = Field(description="longitude, latitude")


class Proprietes(Schema):
    uid: str
    nom: str
    url: str
    nature: str
    commune: str
    activites: int
    complet: bool
    distance_km: float | None = None


class Entite(Schema):
    type: str = "Feature"
    geometry: Point
    properties: Proprietes


class GeoJSON(Schema):
    """RFC 7946; `suivant` is a member of ours."""

    type: str = "FeatureCollection"
    features: list[Entite]
    suivant: str | None = None
