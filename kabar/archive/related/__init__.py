"""Stories beside a story, found by what they say and when: chosen at publication and kept as rows."""
