"""Django's settings, computed once from the paper's folder."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlsplit

from kabar import config, plugins

PAPER = config.load(config.folder_in_use())


def database(url: str) -> dict[str, object]:
    """Return Django's database settings for a URL of kabar.toml."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(parts.path)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(path: str) -> dict[str, object]:
    """Return SQLite as a newsroom needs it: writers queue, and what was acknowledged is on the disk."""
    name = path[1:] if path.startswith("/") else path
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(PAPER.folder / name),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728; PRAGMA cache_size=-8192;"
            ),
        },
    }


SECRET_KEY = PAPER.secret_key
DEBUG = PAPER.debug
ALLOWED_HOSTS = sorted(
    {name.rsplit(":", 1)[0] for paper in PAPER.papers for name in paper.host_names()} | {"testserver"}
)
CSRF_TRUSTED_ORIGINS = [paper.address for paper in PAPER.papers]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
USE_X_FORWARDED_HOST = False

DATABASES = {"default": database(PAPER.database.url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "kabar_staff.User"

DEPARTMENTS = [
    "kabar.masthead",
    "kabar.staff",
    "kabar.editions",
    "kabar.jobs",
    "kabar.plugins",
    "kabar.sources",
    "kabar.sections",
    "kabar.topics",
    "kabar.pictures",
    "kabar.video",
    "kabar.stories",
    "kabar.writing",
    "kabar.schedule",
    "kabar.desk",
    "kabar.corrections",
    "kabar.live",
    "kabar.series",
    "kabar.glossary",
    "kabar.sisters",
    "kabar.wire",
    "kabar.tally",
    "kabar.readers",
    "kabar.metering",
    "kabar.advertising",
    "kabar.fronts",
    "kabar.archive",
    "kabar.membership",
    "kabar.press",
    "kabar.syndication",
    "kabar.audience",
    "kabar.demo",
]

PLUGINS = plugins.discover(PAPER.folder / "plugins")

INSTALLED_APPS = [
    *DEPARTMENTS,
    *(plugin.package for plugin in PLUGINS),
    "wagtail.contrib.typed_table_block",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.users",
    "wagtail.admin",
    "wagtail.documents",
    "wagtail.search",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kabar.masthead.middleware.PaperOfHost",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kabar.staff.middleware.NewsroomDoor",
    "kabar.readers.middleware.AccountDoor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "kabar.urls"
WSGI_APPLICATION = "kabar.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PAPER.masthead / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LANGUAGE_CODE = PAPER.language
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [__file__.rsplit("/", 1)[0] + folder for folder in ("/locale", "/locale/wagtail")]
TIME_ZONE = PAPER.zone
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = PAPER.static
STATICFILES_DIRS = [folder for folder in [PAPER.masthead / "static"] if folder.is_dir()]
MEDIA_ROOT = PAPER.media / "originals"
MEDIA_URL = f"/{PAPER.words.newsroom}/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kabar.masthead.storage.HashedStatic"},
}
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

SESSION_ENGINE = "kabar.staff.sessions"
SESSION_COOKIE_NAME = "kabar_session"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PAPER.address.startswith("https://")
SESSION_COOKIE_PATH = "/"
CSRF_COOKIE_NAME = "kabar_csrf"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "wagtailadmin_login"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def mail(url: str) -> dict[str, object]:
    """Return Django's mail settings for a URL of kabar.toml; without one, mail is written into var/mail."""
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": PAPER.var / "mail",
        }
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 10,
    }


globals().update(mail(PAPER.mail.url))
DEFAULT_FROM_EMAIL = PAPER.mail.sender or f"redaksi@{PAPER.host.rsplit(':', 1)[0]}"

TASKS = {"default": {"BACKEND": "kabar.jobs.backend.DurableBackend"}}

WAGTAIL_SITE_NAME = PAPER.name
WAGTAILADMIN_BASE_URL = PAPER.address
WAGTAILIMAGES_IMAGE_MODEL = "kabar_pictures.Picture"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_IMAGE_FORM_BASE = "kabar.pictures.forms.PictureForm"
WAGTAILADMIN_USER_LOGIN_FORM = "kabar.staff.signin.SignInForm"
WAGTAIL_AUTOSAVE_INTERVAL = 3000
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "kabar.masthead.rich_text.RichTextArea"}}
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = sorted({"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "UTC", PAPER.zone})
WAGTAIL_I18N_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = True
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Looks through the tables themselves: nothing is indexed on a save, and pictures are still found.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database.fallback", "AUTO_UPDATE": False}
}
TAGGIT_CASE_INSENSITIVE = True
# What fails while a page is made is said where the paper runs, with its traceback; Django would tell nobody.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
