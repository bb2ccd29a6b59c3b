"""The paper as a folder of files that any web server hands out; words: site, walk."""
