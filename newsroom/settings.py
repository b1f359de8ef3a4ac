"""All settings, read from the environment (and `.env`). docs/settings.md describes them for operators."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from articles import prose
from newsroom.environment import address, boolean, folder, hours, kept_secret, one_of, origin_of, postgresql, required

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # everything that the running site writes

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# -- What kind of site this is ---------------------------------------------------------------------------------------

DEMO = boolean(env, "DEMO", default=False)
DEBUG = boolean(env, "DEBUG", default=False)
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")  # if empty, a random one is made, and printed on every start
SECRET_KEY = required(
    env,
    "SECRET_KEY",
    example="<50 random characters>",
    fallback=kept_secret(VAR_DIR / "secret_key", length=50) if DEMO else None,
)
_hosts = required(
    env, "ALLOWED_HOSTS", example="www.namamedia.com", fallback="localhost,127.0.0.1,[::1]" if DEMO else None
)
ALLOWED_HOSTS = [host.strip() for host in _hosts.split(",")]
SITE_NAME = env.str("SITE_NAME", default="Namamedia")
SITE_DOMAIN = env.str("SITE_DOMAIN", default="Namamedia.com")  # printed: "NAMAMEDIA.COM - ", "(Namamedia.com/Rina)"
IDENTITY_DIR = folder(env, "IDENTITY_DIR", within=("static", "templates"))  # docs/identity.md
DATELINE_FORM = one_of(env, "DATELINE_FORM", ("SITE -", "KOTA, SITE -", "Kota -"))  # frozen with each edition
OFFLINE_READING = boolean(env, "OFFLINE_READING", default=True)  # the kill switch of the service worker
SITE_URL = address(env, "SITE_URL").rstrip("/") or (  # base of the links in mails
    f"http://127.0.0.1:{env.str('PORT', default='8000')}" if DEMO else origin_of(ALLOWED_HOSTS)
)
SECURE = not (DEMO or DEBUG)  # a demo is served over plain HTTP on this machine; everything else over HTTPS

# -- Parts -----------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "newsroom",
    "newsroom.accounts",
    "newsroom.duties",
    "newsroom.demo",
    "articles",
    "comments",
    "newsroom.desk_app.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_prose_editor",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.caching.CacheControlMiddleware",
    "newsroom.security.SecurityHeadersMiddleware",
    "newsroom.security.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "articles.moved.Moved",  # inside CommonMiddleware, so that it sees a 404 before a slash is added
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [*([IDENTITY_DIR / "templates"] if IDENTITY_DIR else []), BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context_processors.site",
            ],
        },
    },
]

# -- Storage ---------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'newsroom.sqlite3'}")}
if DATABASES["default"].get("ENGINE") == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # Transactions take the write lock when they begin, so that a verb reads, decides and writes under one lock, and
        # never fails half-way with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds to wait for the lock
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        # Otherwise INSERT OR REPLACE would not fire the triggers that freeze rows (newsroom/frozen.py).
        "PRAGMA recursive_triggers=ON;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
elif DATABASES["default"].get("ENGINE") == "django.db.backends.postgresql":
    DATABASES["default"] |= postgresql(wait=3)
else:
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgres://.")

REPLICA_URL = env.str("REPLICA_URL", default="")  # a streaming replica for anonymous pages (newsroom/replica.py)
DATABASE_ROUTERS: list[str] = []
if REPLICA_URL:
    DATABASES["replica"] = env.db("REPLICA_URL") | postgresql(wait=1) | {"TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["newsroom.replica.Router"]
    if {database["ENGINE"] for database in DATABASES.values()} != {"django.db.backends.postgresql"}:
        raise ImproperlyConfigured("REPLICA_URL needs PostgreSQL on both sides: set DATABASE_URL=postgres://… too.")

CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://newsroom")}
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
    CACHES["default"] |= {
        "BACKEND": "newsroom.shared_cache.ForgivingRedisCache",
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1},  # seconds; a hanging cache must not hang pages
    }
FRONT_CACHE_MB = env.int("FRONT_CACHE_MB", default=0 if DEBUG else 32)  # per process; 0: no cache before Django
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
MEDIA_URL = "/foto/"  # served by articles.views.photo: a photo is public only while a live edition shows it
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [*([IDENTITY_DIR / "static"] if IDENTITY_DIR else []), BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "newsroom.joined.JoinedFiles",
]
PHOTOS_URL = env.str("PHOTOS_URL", default="")  # an S3-compatible bucket; without it the disk (MEDIA_ROOT)
STORAGES = {
    "default": {"BACKEND": "newsroom.object_storage.BucketStorage", "OPTIONS": {"address": PHOTOS_URL}}
    if PHOTOS_URL
    else {"BACKEND": "newsroom.photo_disk.PhotoDisk"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644},  # nginx, another user, serves them itself
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20  # bytes; several times the longest story with all its markup

# -- Language and time -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
FORMAT_MODULE_PATH = "newsroom.formats"

# -- Mail ------------------------------------------------------------------------------------------------------------

EMAIL_URL = required(
    env,
    "EMAIL_URL",
    example="smtp+tls://user:password@mail.example:587",
    fallback="consolemail://" if DEMO else None,
)
vars().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 10  # seconds; a mail server that hangs must not hold a thread for longer
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <redaksi@{SITE_DOMAIN.lower()}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# -- People ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["newsroom.accounts.backends.Backend"]
PASSWORD_HASHERS = [
    "newsroom.accounts.hashers.ModestArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "/"
SESSION_ENGINE = "newsroom.accounts.sessions"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "newsroom.views.csrf_failure"

ACCOUNT_ADAPTER = "newsroom.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "newsroom.accounts.forms.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "newsroom.accounts.models.display_name"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False  # link scanners of mail providers must not verify an address
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_CHANGE_EMAIL = True  # one address per person; the old one is valid until the new one is verified
ACCOUNT_EMAIL_NOTIFICATIONS = True  # mail the owner about a changed password, address or second factor
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_ALLOW_UNVERIFIED_EMAIL = True  # logged-in people have a verified address; an unverified new one does no harm
MFA_FORMS = {
    "add_webauthn": "newsroom.accounts.forms.AddKeyForm",
    "edit_webauthn": "newsroom.accounts.forms.RenameKeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or DEBUG  # passkeys on http://localhost only
STAFF_NEEDS_TWO_FACTOR = not DEMO

# -- Headers ---------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # A nonce is sent only if a template asks for one, which only the admin does.
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# -- Machines --------------------------------------------------------------------------------------------------------

WEBSUB_HUB = address(env, "WEBSUB_HUB")  # notified within a minute of each publication; named in the feeds
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default=f"mailto:redaksi@{SITE_DOMAIN.lower()}")
ADS_TXT = [line.strip() for line in env.str("ADS_TXT", default="").split(";") if line.strip()]

# -- What falls due ---------------------------------------------------------------------------------------------------

# Called by `manage.py tick` with `now=`. Idempotent; they only notify people, and no rule depends on them.
EACH_MINUTE: list[str] = [
    "articles.notices.tell_what_went_live",
    "articles.notices.mail_again",
    "articles.websub.tell_hub",
    "comments.complaints.tell_what_is_due",
    "comments.transparency.count_closed_months",
    "newsroom.accounts.erasure.carry_out",
    "comments.tidings.tell",
]

# -- The front page of the desk ---------------------------------------------------------------------------------------

# Functions that return the lists of a person's front page (newsroom/desk_front.py).
DESK_FRONT = ["articles.admin.front.parts", "comments.admin.front.parts"]

# Functions that return notes beside a story (newsroom/desk_story.py).
DESK_STORY = ["comments.admin.story.notes"]

# -- Comments --------------------------------------------------------------------------------------------------------

COMMENT_NIGHT = hours(env, "COMMENT_NIGHT")  # at night, when nobody moderates, comments by newer readers are held

# Modules that hold personal data, each with `export(user)` and `erase(user, now=)`.
PERSONAL_DATA = {"account": "newsroom.accounts.personal_data", "comments": "comments.personal_data"}

# Returns why somebody may not use this display name, in a sentence, or "".
NAME_OBSTACLE = "comments.sanctions.name_obstacle"

# Modules with retention periods, each with `purge(now=, most=)`, called by `manage.py purge`.
RETENTION = ["comments.retention", "articles.retention"]

# -- Editor ----------------------------------------------------------------------------------------------------------

DJANGO_PROSE_EDITOR_EXTENSIONS = prose.EXTENSIONS
DJANGO_PROSE_EDITOR_MENU_GROUPS = prose.MENU_GROUPS

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
