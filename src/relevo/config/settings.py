"""All settings, in one file. What an operator may change comes from the environment (docs/operate.md)."""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from relevo.config import env
from relevo.config.patience import PatientConnection

ROOT = Path(__file__).resolve().parents[1]
DEMO = env.flag("RELEVO_DEMO")
SECRET_KEY = env.secret_key()
DEBUG = False
PUBLIC_URL = env.text("RELEVO_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.words("RELEVO_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
USE_X_FORWARDED_HOST = False
_https = PUBLIC_URL.startswith("https://")
if env.flag("RELEVO_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "relevo.web.signin",  # before allauth: its templates are the ones we show
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "procrastinate.contrib.django",
    "relevo.core",
    "relevo.events",
    "relevo.organizations",
    "relevo.desks",
    "relevo.engagements",
    "relevo.customers",
    "relevo.tickets",
    "relevo.language",
    "relevo.coverage",
    "relevo.promises",
    "relevo.conduct",
    "relevo.routing",
    "relevo.commerce",
    "relevo.channels.mail",
    "relevo.live",
    "relevo.study",
    "relevo.web.ui",
    "relevo.web.workspace",
    "relevo.web.console",
    "relevo.demo",
]

MIDDLEWARE = [
    "relevo.web.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "relevo.web.locale.InterfaceLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "relevo.web.doors.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "relevo.web.doors.ActingMiddleware",
]

ROOT_URLCONF = "relevo.config.urls"
ASGI_APPLICATION = "relevo.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "relevo.web.ui.context.frame",
                "relevo.web.frame.frame",
            ],
        },
    }
]

# The application connects as a role that owns nothing; "owner" is for migrations alone.
DATABASES = {"default": env.application_database(SECRET_KEY), "owner": env.owner_database()}
DATABASES["default"]["OPTIONS"] |= {
    "application_name": "relevo",
    "server_side_binding": True,
    "prepare_threshold": 3,
    "connect_timeout": 3,
}
# A page that takes so long is answered with 503; the owner's connections (migrations) have no limit.
STATEMENT_SECONDS = (
    env.number("RELEVO_PAGE_SECONDS", 5)
    if env.flag("RELEVO_PAGES")
    else env.number("RELEVO_JOB_SECONDS", 120)
)
# A process that stands still in a transaction (stopped, or its machine gone) holds its rows no longer than this. No
# transaction waits for the network; reading a mail is the longest pause, and has ten seconds.
IDLE_SECONDS = env.number("RELEVO_IDLE_SECONDS", 60)
_given = DATABASES["default"]["OPTIONS"].get("options", "")  # behind ours: what DATABASE_APP_URL says counts
DATABASES["default"]["OPTIONS"]["options"] = (
    f"-c statement_timeout={STATEMENT_SECONDS}s"
    f" -c idle_in_transaction_session_timeout={IDLE_SECONDS}s {_given}"
).strip()
if env.flag("RELEVO_POOL"):
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 2,
        "max_size": env.number("RELEVO_POOL_SIZE", 12),
        "timeout": 4,
        "connection_class": PatientConnection,
        # The pool tries at growing intervals; giving up soon lets the next request try at once after an outage.
        "reconnect_timeout": 5,
    }
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["relevo.events.subscribers"]

AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = ["relevo.web.signin.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "relevo.web.signin.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are invited by their firm; nobody signs herself up
ACCOUNT_SESSION_REMEMBER = None  # the sign-in page asks: many agents share a computer
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session gets a new key; every other one ends
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a class
PASSWORD_RESET_TIMEOUT = 86400
ACCOUNT_USER_DISPLAY = "relevo.web.signin.adapter.display_name"
# Who guesses passwords or codes is held by relevo.web.signin.throttle; these hold everything else that can be pressed.
ACCOUNT_RATE_LIMITS = {
    "login": "", "login_failed": "60/m/ip", "reauthenticate": "10/m/user", "change_password": "5/m/user",
    "reset_password": "30/h/ip,3/15m/key", "reset_password_from_key": "20/m/ip", "signup": "20/m/ip",
}  # fmt: skip
ACCOUNT_FORMS = {
    "login": "relevo.web.signin.forms.LoginForm",
    "change_password": "relevo.web.signin.forms.ChangePasswordForm",
    "set_password": "relevo.web.signin.forms.SetPasswordForm",
    "reset_password": "relevo.web.signin.forms.ResetPasswordForm",
    "reset_password_from_key": "relevo.web.signin.forms.ResetPasswordKeyForm",
    "reauthenticate": "relevo.web.signin.forms.ReauthenticateForm",
}
MFA_ADAPTER = "relevo.web.signin.adapter.FactorAdapter"
MFA_FORMS = {
    "authenticate": "relevo.web.signin.forms.CodeForm",
    "reauthenticate": "relevo.web.signin.forms.ReauthenticateCodeForm",
    "activate_totp": "relevo.web.signin.forms.ActivateCodeForm",
}
MFA_TOTP_ISSUER = "Relevo"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a member's address is the one her firm invited
CSRF_FAILURE_VIEW = "relevo.web.errors.key_ran_out"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31536000 if _https else 0
SECURE_REFERRER_POLICY = (
    "same-origin"  # "no-referrer" would make browsers send "Origin: null" with our own forms
)
X_FRAME_OPTIONS = "DENY"
# The rate limits of sign-in live in this cache, which all processes share.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # with few, a flood of made-up names would push the counts out
    }
}

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("lv", _("Latvian"))]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_NAME = "relevo_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STATIC_ROOT = env.home() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_AUTOREFRESH = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
SMTP_SERVER = env.smtp_server()
EMAIL_HOST, EMAIL_PORT = SMTP_SERVER["host"], SMTP_SERVER["port"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = SMTP_SERVER["username"], SMTP_SERVER["password"]
EMAIL_USE_TLS, EMAIL_USE_SSL = SMTP_SERVER["security"] == "starttls", SMTP_SERVER["security"] == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("RELEVO_FROM", "Relevo <relevo@localhost>")

ANYMAIL = env.anymail()
MAIL_OAUTH_CLIENTS = env.oauth_clients()
MAIL_POSTMASTER = env.text("RELEVO_POSTMASTER") or parseaddr(DEFAULT_FROM_EMAIL)[1]
MAIL_HOSTNAME = env.text("RELEVO_MAIL_HOSTNAME", "relevo.localhost")
MAIL_CERTIFICATE = env.text("RELEVO_MAIL_CERTIFICATE")
MAIL_CERTIFICATE_KEY = env.text("RELEVO_MAIL_CERTIFICATE_KEY") or MAIL_CERTIFICATE
MAIL_TRUSTED_AUTHSERV = env.words("RELEVO_TRUSTED_AUTHSERV")
MAIL_TRUSTED_PEERS = env.networks("RELEVO_TRUSTED_PEERS")
INNER_NETWORKS = env.networks("RELEVO_INNER_NETWORKS")
MAIL_TRUSTED_SEALERS = env.words("RELEVO_TRUSTED_SEALERS")
MAIL_CHECK_SENDERS = env.flag("RELEVO_CHECK_SENDERS")
SPAM_HEADERS = env.words("RELEVO_SPAM_HEADERS")
RSPAMD_URL, RSPAMD_PASSWORD = env.text("RELEVO_RSPAMD_URL"), env.text("RELEVO_RSPAMD_PASSWORD")
MAIL_SIZE_LIMIT = env.number("RELEVO_MAIL_SIZE_LIMIT", 40 * 1024 * 1024)
APPROVAL_MINUTES = env.number("RELEVO_APPROVAL_MINUTES", 30)
TRANSLATION_TIMEOUT = env.number("RELEVO_TRANSLATION_TIMEOUT", 8)
LIBRETRANSLATE_URL = env.text("RELEVO_LIBRETRANSLATE_URL")
LIBRETRANSLATE_KEY = env.text("RELEVO_LIBRETRANSLATE_KEY")

SILENCED_SYSTEM_CHECKS: list[str] = []
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("RELEVO_LOG", "WARNING")},
}
