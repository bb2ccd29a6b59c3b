"""The one list of extension points, and how a paper's own apps are found."""
