"""The paper as JSON for programs: read only, printed like any page, described by itself in OpenAPI."""
