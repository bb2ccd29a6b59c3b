"""The newsroom's door to the fronts: which story leads."""
