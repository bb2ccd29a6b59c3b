"""The file in which newsstands keep their counts, and how it comes into the database: each line once."""
