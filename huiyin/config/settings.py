"""Django settings; everything a site changes comes from the few variables that docs/settings.md lists."""

import os
import sys
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from huiyin.config import environment

BASE_DIR = Path(__file__).resolve().parents[2]
PACKAGE_DIR = BASE_DIR / "huiyin"
DATA_DIR = environment.data_folder(BASE_DIR)
TESTING = "pytest" in sys.modules

DEBUG = environment.flag("HUIYIN_DEBUG", False)
SECRET_KEY = os.environ.get("HUIYIN_SECRET_KEY") or environment.secret(DATA_DIR, "django.key")
# Kept out of the database and its backups: without them nobody can search for query codes or make TOTP codes.
RECEIPT_KEY = environment.secret(DATA_DIR, "receipt.key").encode()
CODE_PEPPER = environment.secret(DATA_DIR, "code.pepper").encode()
TOTP_KEY = environment.secret(DATA_DIR, "totp.key")
ALLOWED_HOSTS = [h.strip() for h in os.environ.get("HUIYIN_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h.strip()]
HTTPS = environment.flag("HUIYIN_HTTPS", False)
# The code every entry number of this installation starts with: installations may later exchange entries.
INSTALLATION = os.environ.get("HUIYIN_INSTALLATION", "HY")
PUBLIC_URL = os.environ.get("HUIYIN_PUBLIC_URL", "http://localhost:8000").rstrip("/")
# One-click sign-in as a demonstration person; only for an installation made by `huiyin demo`, only on loopback.
DEMONSTRATION = environment.flag("HUIYIN_DEMONSTRATION", False)
# A demonstration of 2013 is looked at from early 2014, else everything in it would be years overdue.
DEMONSTRATION_DAYS_BACK = environment.count("HUIYIN_DEMONSTRATION_DAYS_BACK", 0) if DEMONSTRATION else 0
# Where a person is sent to complain about the system itself (国办函〔2026〕12号: 提供投诉建议功能).
FEEDBACK_CONTACT = os.environ.get("HUIYIN_FEEDBACK", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "huiyin.config",
    "huiyin.core",
    "huiyin.organisation",
    "huiyin.anonymity",
    "huiyin.eligibility",
    "huiyin.ledgers",
    "huiyin.campaigns",
    "huiyin.ballots",
    "huiyin.opinions",
    "huiyin.consolidating",
    "huiyin.rectification",
    "huiyin.study",
    "huiyin.gatherings",
    "huiyin.supervision",
    "huiyin.burden",
    "huiyin.service",
    "huiyin.commitments",
    "huiyin.regulating",
    "huiyin.directives",
    "huiyin.special",
    "huiyin.reports",
    "huiyin.claim_audit",
    "huiyin.workspace",
    "huiyin.portal",
    "huiyin.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huiyin.workspace.middleware.SecondFactorMiddleware",
    "huiyin.workspace.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "huiyin.config.urls"
WSGI_APPLICATION = "huiyin.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huiyin.workspace.shell.frame",
            ],
            "builtins": ["huiyin.workspace.templatetags.huiyin"],
        },
    }
]

DATABASES = {"default": environment.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by a server's processes: the limits of guessing passwords hold over all of them.
CACHES = {"default": {"BACKEND": "huiyin.core.shared_cache.SharedCache"}}

AUTH_USER_MODEL = "organisation.Account"
AUTHENTICATION_BACKENDS = ["huiyin.organisation.sign_in.SignInBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "huiyin.organisation.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "huiyin.organisation.passwords.NotCommon"},
    {"NAME": "huiyin.organisation.passwords.NotOnlyDigits"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
# How many of our own proxies stand in front; 0: the address of the connection counts (limits of guessing).
ALLAUTH_TRUSTED_PROXY_COUNT = environment.count("HUIYIN_PROXIES", 0)
ACCOUNT_ADAPTER = "huiyin.workspace.sign_in.Adapter"
ACCOUNT_FORMS = {
    "login": "huiyin.workspace.sign_in.SignInForm",
    "change_password": "huiyin.workspace.account.forms.ChangePassword",
    "set_password": "huiyin.workspace.account.forms.SetPassword",
    "reauthenticate": "huiyin.workspace.account.forms.ConfirmPassword",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_DISPLAY = "huiyin.workspace.sign_in.display_name"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
MFA_ADAPTER = "huiyin.workspace.sign_in.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "huiyin.workspace.account.forms.SecondFactor",
    "reauthenticate": "huiyin.workspace.account.forms.ConfirmSecondFactor",
    "activate_totp": "huiyin.workspace.account.forms.ActivateTOTP",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "回音"
# One step either way: phones' clocks drift, and a code typed at the end of its half minute still counts.
MFA_TOTP_TOLERANCE = 1
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PACKAGE_DIR / "static"]
# Our own files are all a page asks for; what libraries bring would only be compressed at every first start.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
# There before the first `collectstatic`: whitenoise warns of a folder that is not.
STATIC_ROOT.mkdir(mode=0o700, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING
# Every page names a file with its digest; the plain copy would be compressed for nobody.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Uploads go straight to disk; the real limit is the import engine's, which answers with a sentence.
FILE_UPLOAD_HANDLERS = ["huiyin.workspace.uploads.CappedUploadHandler"]
FILE_UPLOAD_TEMP_DIR = str(DATA_DIR / "incoming")
UPLOAD_LIMIT = 100 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
(DATA_DIR / "incoming").mkdir(mode=0o700, exist_ok=True)

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
# Who speaks or votes under /p/ sends no cookie, also in a browser that is signed in: a proxy could tell who it is.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/desk/"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "huiyin.workspace.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31536000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# No names, words or addresses: of other people's loggers the formatter keeps the fixed text and the kind of fault only.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "huiyin.core.logs.PlainFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "huiyin": {"level": "INFO", "handlers": ["console"], "propagate": False},
        "django": {"level": "WARNING", "handlers": ["console"], "propagate": False},
        # Its warnings are one line for every missing page; faults stay, and errors.server_error adds their number.
        "django.request": {"level": "ERROR", "handlers": ["console"], "propagate": False},
        "django.server": {"level": "CRITICAL", "handlers": ["console"], "propagate": False},
    },
}

if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
