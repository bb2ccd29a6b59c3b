"""The story from first draft to its last correction; words: Story, slug, slugline, kicker, standfirst."""
