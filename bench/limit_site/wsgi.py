"""What gunicorn serves; collected as seldom as the application's own process."""

import gc

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
