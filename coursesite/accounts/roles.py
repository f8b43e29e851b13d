"""Roles that belong to the whole site. The others are held per organisation, cohort or network, in their rooms."""

EDITORS = "Éditeurs"
