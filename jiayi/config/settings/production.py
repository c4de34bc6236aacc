"""Settings of production; what is unsafe is refused with a clear word (exit code 2 from the `jiayi` command)."""

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, DEBUG, FIELD_KEYS, SECRET_KEY, TOTP_POSTS
from .safety import refuse_unsafe

refuse_unsafe(secret_key=SECRET_KEY, field_keys=FIELD_KEYS, hosts=ALLOWED_HOSTS, debug=DEBUG)

TOTP_POSTS = TOTP_POSTS or ["*"]  # everybody has a second factor, unless JIAYI_TOTP_POSTS names the posts

# Browsers come over HTTPS alone. The reverse proxy that ends it must set X-Forwarded-Proto itself.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-jiayi-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-jiayi-csrf"
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_NAME = "__Host-jiayi-language"
# A host that begins with a dot stands for its subdomains and itself, as in JIAYI_ALLOWED_HOSTS.
CSRF_TRUSTED_ORIGINS = [
    f"https://{name}" for host in ALLOWED_HOSTS for name in ((f"*{host}", host[1:]) if host[0] == "." else (host,))
]
