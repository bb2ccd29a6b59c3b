"""A process or a database fails at the worst moment: nothing is lost, nothing is half done."""
