"""What bin/test runs once, on SQLite, because it starts its own databases: PostgreSQL too."""

import os

seuls = ["test_replica.py", "test_charge.py", "test_kill.py"]
collect_ignore = seuls if os.environ.get("TEST_DATABASE_URL") else []
