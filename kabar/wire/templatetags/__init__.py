"""Tags of the wire's pages."""
