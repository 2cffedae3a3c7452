"""WSGI entry for gunicorn."""

import os

from django.core.cache import caches
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
application = get_wsgi_application()
# Every page and the cache now rather than with the first question: what a server's processes count together (core.shared)
# has to be there before it divides into them.
get_resolver().url_patterns  # noqa: B018
caches["default"]
