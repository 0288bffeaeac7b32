"""The one settings file: everything that changes between installations comes from the environment.

`exemple.env` documents every variable. A secret has no default outside DEBUG.
"""

import os
from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
# A variable that is there and empty (a line left blank in an env file) is one that is absent.
for _nom in [nom for nom, valeur in os.environ.items() if valeur == "" and nom.isupper()]:
    del os.environ[_nom]

DEBUG = env.bool("DEBUG", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = env.str("SECRET_KEY", default="developpement-seulement-" * 3 if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set: see exemple.env, which says how to make one.")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# Encrypt the one table that says who a resident is: the first key encrypts, all of them read. Without one, places
# cannot be told of anybody.
CLES_IDENTITES = env.list("CLES_IDENTITES", default=["ZGV2ZWxvcHBlbWVudC1zZXVsZW1lbnQtcGFzLWVuLXY="] if DEBUG else [])

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    # Ours, from the top floor to the ground; see docs/ and pyproject.toml (import-linter).
    "federation.apps.FederationConfig",
    "espace.apps.EspaceConfig",
    "reseau.apps.ReseauConfig",
    "echanges.apps.EchangesConfig",
    "statistiques.apps.StatistiquesConfig",
    "orientations.apps.OrientationsConfig",
    "recherche.apps.RechercheConfig",
    "ateliers.apps.AteliersConfig",
    "partenaires.apps.PartenairesConfig",
    "centres.apps.CentresConfig",
    "structures.apps.StructuresConfig",
    "comptes.apps.ComptesConfig",
    "core.apps.CoreConfig",
    # Django's admin without leaflet's, which needs GDAL.
    "federation.apps.AdminSansGdalConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "csp",
    "leaflet",
    "simple_history",
    "phonenumber_field",
]

MIDDLEWARE = [
    # Around everything: what is refused, or served as a file, has its line too.
    "core.journaux.identifier",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before whatever may refuse: a refusal carries the same protection as a page.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "recherche.indexation.ne_pas_indexer",
    "core.middleware.dire_les_refus",
    "core.middleware.refuser_octets_nuls",
    "django.middleware.gzip.GZipMiddleware",
    "core.replique.suivre_ses_ecritures",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.FermeParDefautMiddleware",
    "comptes.middleware.suivre_la_session",
    "comptes.middleware.SecondFacteurMiddleware",
    "axes.middleware.AxesMiddleware",
    # The nearest to the view, whose failures it says.
    "core.pannes.DirePannes",
]

ROOT_URLCONF = "federation.urls"
WSGI_APPLICATION = "federation.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # Ours are read without their indentation.
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["core.gabarits.SansMarges", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "comptes.context_processors.site",
            ],
        },
    },
]

# --- Data ------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'donnees.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Several processes write: a write transaction takes its lock at once, readers never wait. The file's first two
    # gigabytes are read where the system keeps them, without a copy; beyond, a connection keeps sixty-four megabytes of
    # pages at most, and only when it has read as many.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            " PRAGMA mmap_size=2147418112; PRAGMA cache_size=-64000;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A copy of PostgreSQL that follows it; see core/replique.py. It is given up in a few seconds, and never written, even
# promoted by mistake.
if env.str("DATABASE_REPLICA_URL", default=""):
    DATABASES["replique"] = {"CONN_HEALTH_CHECKS": True, **env.db_url("DATABASE_REPLICA_URL")}
    if DATABASES["replique"]["ENGINE"] == "django.db.backends.postgresql":
        DATABASES["replique"]["OPTIONS"] = {
            "connect_timeout": 2,
            "tcp_user_timeout": 5000,
            "options": "-c default_transaction_read_only=on -c statement_timeout=10s",
            **DATABASES["replique"].get("OPTIONS", {}),
        }
    DATABASES["replique"]["CONN_MAX_AGE"] = 60
    DATABASES["replique"]["TEST"] = {"MIRROR": "default"}
    DATABASE_ROUTERS = ["core.replique.Routeur"]
# Opening one costs a millisecond on both engines: four times a whole page that is kept.
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Whole pages, compressed (15 kB), and cards of places (4 kB): some fifteen megabytes a process at most, or one Redis
# for all of them.
CACHE_URL = env.str("CACHE_URL", default="")
CACHES: dict[str, dict] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}
}
if CACHE_URL:
    CACHES["default"] = {
        "BACKEND": "core.cache_partage.CachePartage",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "au-bon-endroit",
    }

# --- People ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "comptes.Utilisateur"
LOGIN_URL = "comptes:connexion"
LOGIN_REDIRECT_URL = "espace:compte"
LOGOUT_REDIRECT_URL = "recherche:accueil"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["courriel", "nom"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# One window of wrong passwords for one address, whoever types them: signing in by link stays open meanwhile.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_FORM_FIELD = "username"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "comptes.verrouillage.repondre"
AXES_CLIENT_IP_CALLABLE = "comptes.verrouillage.sans_adresse"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # its tables are emptied every night, and there is nothing to do with them
OTP_TOTP_ISSUER = "Au bon endroit"
# Sessions that their owner sees and closes; see comptes/sessions.py.
SESSION_ENGINE = "comptes.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.saisie_gardee.refus_csrf"

# --- Words and time --------------------------------------------------------------------------
# No LocaleMiddleware: the interface is French; only the paper to hand over overrides it.
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
PHONENUMBER_DEFAULT_REGION = "FR"

# --- Static files ----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "statiques"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "core.statiques.StatiquesHaches",
    },
}
MEDIA_ROOT = DATA_DIR / "fichiers"

# --- Security --------------------------------------------------------------------------------
HTTPS = env.bool("HTTPS", default=False)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# Probes are asked by the container itself and by the machine's supervisor, over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^sante(/pret|/metriques)?$"]
DERRIERE_PROXY = env.bool("PROXY", default=False)
if DERRIERE_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

# How many times a minute one network may ask the API.
API_PAR_MINUTE = env.int("API_PAR_MINUTE", default=120)
# What `manage.py importer https://…` shows to data·inclusion.
JETON_DATA_INCLUSION = env.str("JETON_DATA_INCLUSION", default="")

# --- Map and addresses -----------------------------------------------------------------------
TUILES_URL = env.str(
    "TUILES_URL",
    default=(
        "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&TILEMATRIXSET=PM"
        "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&FORMAT=image/png"
        "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
    ),
)
TUILES_ATTRIBUTION = env.str("TUILES_ATTRIBUTION", default="© IGN – Plan IGN")
GEOCODEUR_URL = env.str("GEOCODEUR_URL", default="https://data.geopf.fr/geocodage").rstrip("/")
LEAFLET_CONFIG = {
    "TILES": [("Plan", TUILES_URL, {"attribution": TUILES_ATTRIBUTION, "maxZoom": 18})],
    "DEFAULT_CENTER": (48.78, 2.46),
    "DEFAULT_ZOOM": 11,
    "MIN_ZOOM": 5,
    "MAX_ZOOM": 18,
    "RESET_VIEW": False,
    "SCALE": "metric",
    "ATTRIBUTION_PREFIX": "",
    "NO_GLOBALS": False,
}


def _origine(url: str) -> str:
    """Return the scheme and host of a tile template, for the CSP (`{s}` becomes a wildcard)."""
    return "/".join(url.split("/")[:3]).replace("{s}", "*")


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", _origine(TUILES_URL)],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Mail: requests write to the outbox, the worker sends -------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail:///")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_FILE_PATH = EMAIL_CONFIG.get("EMAIL_FILE_PATH") or str(DATA_DIR / "courrier")
EMAIL_HOST = EMAIL_CONFIG.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = EMAIL_CONFIG.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Au bon endroit <ne-pas-repondre@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- What the site says of itself --------------------------------------------------------------
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOG_FORMAT = env.str("LOG_FORMAT", default="text")
if LOG_FORMAT not in ("text", "json"):
    raise ImproperlyConfigured("LOG_FORMAT is text or json: see exemple.env.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "core.journaux.LigneJson"},
    },
    "filters": {"sans_cle": {"()": "core.journaux.SansCle"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["sans_cle"]}},
    "loggers": {"acces": {"level": "INFO" if LOG_FORMAT == "json" else "CRITICAL"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
# Opens /sante/metriques to whoever shows it; without one, that page does not exist.
METRIQUES_JETON = env.str("METRIQUES_JETON", default="")

SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_ENABLED = True
SILENCED_SYSTEM_CHECKS = [
    "axes.W006",  # wants locks by network address: we keep none, and the lock by account cannot be gone round
]
