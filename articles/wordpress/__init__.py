"""Imports the archive of a WordPress site from its export file (WXR). Used by `manage.py import_wordpress`.

`export` reads the file, `texts` turns the HTML of a post into the body of a story, `importing` stores it all through
the verbs of the workflow. What is carried over and what is not: docs/wordpress.md.
"""
