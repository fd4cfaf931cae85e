"""The read API for other systems: a room beside the views, described by its own OpenAPI."""
