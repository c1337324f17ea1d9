"""The embedded services of bin/run, bin/test and bin/manage.

Development and demonstration only: no production code imports this package,
and it imports none of the project's. It makes the virtual environment, finds
or fetches native libraries, builds the assets, and runs PostgreSQL, a
Redis-compatible broker, web, worker and beat as children of one process.
"""
