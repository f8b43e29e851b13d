"""What the pages of worksheets show, ready for the templates: no template asks the database anything."""
