"""The newsroom's door to the schedule: the page of one story's publication, and the page of all hours."""
