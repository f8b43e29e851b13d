"""Private PostgreSQL and Redis instances, started by the test session on free ports and stopped by it."""
