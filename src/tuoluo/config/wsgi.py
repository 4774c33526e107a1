"""The entry point for web servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuoluo.config.settings")
application = get_wsgi_application()

from tuoluo.config.api import describe_in_every_language  # noqa: E402 - needs the settings
from tuoluo.desk.serving import prove_once  # noqa: E402

# Both take longer than a reader should wait, so nobody's request has to do it.
describe_in_every_language()
prove_once()
