"""The newsroom's door to the fronts: how they are arranged, and which story leads."""
