"""What bin/test runs once, on SQLite, because it starts its own PostgreSQL."""

import os

collect_ignore = ["test_replica.py"] if os.environ.get("TEST_DATABASE_URL") else []
