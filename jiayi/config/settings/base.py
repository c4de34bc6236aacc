"""Settings shared by every way of running Jiayi; the environment sets what differs between places."""

import os
from pathlib import Path

from .database import database_settings

CHECKOUT = Path(__file__).resolve().parents[3]
DATA_DIR = Path(os.environ.get("JIAYI_DATA_DIR", CHECKOUT / ".jiayi")).resolve()

DEBUG = False
SECRET_KEY = os.environ.get("JIAYI_SECRET_KEY", "")
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("JIAYI_ALLOWED_HOSTS", "").split(",") if host.strip()]

# From the bottom floor to the top, as docs/architecture.md lists the rooms.
ROOMS = [
    "jiayi.foundation.base",
    "jiayi.foundation.ui",
    "jiayi.foundation.audit",
    "jiayi.foundation.jobs",
    "jiayi.foundation.intake",
    "jiayi.foundation.documents",
    "jiayi.registry.organization",
    "jiayi.registry.access",
    "jiayi.registry.people",
    "jiayi.registry.tasks",
    "jiayi.service.insurance",
    "jiayi.service.agreements",
    "jiayi.service.scheduling",
    "jiayi.service.care",
    "jiayi.service.referral",
    "jiayi.service.fulfilment",
    "jiayi.service.prescriptions",
    "jiayi.community.communities",
    "jiayi.community.engagement",
    "jiayi.community.outreach",
    "jiayi.insight.assurance",
    "jiayi.insight.indicators",
    "jiayi.insight.performance",
    "jiayi.surfaces.portal",
    "jiayi.surfaces.workstation",
    "jiayi.demo",
    "jiayi.config",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "axes",
    "csp",
    "django_htmx",
    "django_otp",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jiayi.foundation.base.middleware.RequestMiddleware",
    "jiayi.foundation.base.middleware.NoStoreMiddleware",
    "jiayi.config.middleware.ApiShapeMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jiayi.registry.access.middleware.ViewerMiddleware",
    "jiayi.registry.access.middleware.SignInRequiredMiddleware",
    "jiayi.registry.access.middleware.SessionMiddleware",
    "jiayi.foundation.base.middleware.ErrorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "jiayi.config.urls"
WSGI_APPLICATION = "jiayi.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "jiayi.config.navigation.navigation",
            ],
        },
    }
]

DATABASES = {"default": database_settings(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FORM_RENDERER = "jiayi.foundation.ui.rendering.FormRenderer"
CSRF_FAILURE_VIEW = "jiayi.foundation.ui.views.csrf_failure"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "access:sign_in"
LOGIN_REDIRECT_URL = "workstation:home"
LOGOUT_REDIRECT_URL = "access:sign_in"

PUBLIC_ROUTES = ["set_language", "ui:old_browser"]  # pages of others that ask for no sign-in
# Posts whose holders must have a second factor; ["*"] means everybody.
TOTP_POSTS = [code for code in os.environ.get("JIAYI_TOTP_POSTS", "").split(",") if code]

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = ["username", "password", "csrfmiddlewaretoken", "next"]
ADDRESS_FAILURE_LIMIT = 60  # wrong passwords from one address, for whomever, within AXES_COOLOFF_TIME
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # the audit keeps sign-ins
AXES_USERNAME_CALLABLE = "jiayi.registry.access.lockout.username_digest"
AXES_LOCKOUT_CALLABLE = "jiayi.registry.access.lockout.keep_answer"
AXES_CLIENT_IP_CALLABLE = "jiayi.foundation.base.request.address_of"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or a stranger could keep somebody locked out for ever

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 30 * 60
# Look-ups of persons outside of one's own area, for each user: (how many, in how many seconds).
PERSON_LOOKUP_LIMITS = [(5, 10), (60, 3600)]
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]  # data, not for translation
LANGUAGE_COOKIE_HTTPONLY = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "jiayi.foundation.ui.storage.HashedStaticStorage"},
}
MEDIA_ROOT = DATA_DIR / "files"
FACTS_ROOT = DATA_DIR / "facts"  # Parquet of indicators: can be built anew at any time
PUBLIC_URL = os.environ.get("JIAYI_PUBLIC_URL", "http://127.0.0.1:8000/")  # in codes on papers printed by themselves
TEXT_GATEWAY = os.environ.get("JIAYI_TEXT_GATEWAY", "")  # base.texting
WECHAT_GATEWAY = os.environ.get("JIAYI_WECHAT_GATEWAY", "")  # of the same kind, for the county's official account
PRINTOUT_DAYS = 7  # papers printed in one file hold personal data: the file goes after so many days
ROSTER_FILE_DAYS = 30  # uploaded rosters and their reports hold personal data: they go after so many days

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Encryption keys of personal fields: "id:base64,…" first is current; empty means keys kept in DATA_DIR.
FIELD_KEYS = os.environ.get("JIAYI_FIELD_KEYS", "")

# How many proxies of our own stand before the server; that many addresses of X-Forwarded-For are believed.
TRUSTED_PROXIES = int(os.environ.get("JIAYI_TRUSTED_PROXIES", "0"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "jiayi.foundation.base.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "axes": {"level": "ERROR"},
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
    },
}
