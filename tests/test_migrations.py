"""What `migrate` made of an empty database, once a session and on the session's engine (`tests/database.py`)."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.django_db


def test_every_migration_was_applied() -> None:
    loader = MigrationLoader(connection)
    assert loader.graph.leaf_nodes()
    assert set(loader.graph.nodes) - set(loader.applied_migrations) == set()
    loader.check_consistent_history(connection)


def test_every_model_has_its_table() -> None:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy]
    assert {model._meta.db_table for model in models} <= set(connection.introspection.table_names())
