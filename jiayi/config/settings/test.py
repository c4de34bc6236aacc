"""Settings of the tests: quick hashing, jobs kept until a test runs them, one real PostgreSQL."""

from jiayi.foundation.base.cluster import test_data_dir

from .base import *  # noqa: F403
from .base import MIDDLEWARE
from .database import database_settings

SECRET_KEY = "only-for-tests-0123456789-0123456789-0123456789-0123456789"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
FIELD_KEYS = "t1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=,index:YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU="
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES = {"default": database_settings(test_data_dir())}  # a cluster of its own, never the demo's
DATABASES["default"]["OPTIONS"].pop("pool")
# Nor its facts and files: what somebody built in this folder must not show in a test.
FACTS_ROOT, MEDIA_ROOT = test_data_dir() / "facts", test_data_dir() / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AXES_ENABLED = False
# Django serves the static files of tests itself; there are no collected ones.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
