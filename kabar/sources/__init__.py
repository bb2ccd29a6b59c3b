"""Who says what the paper prints, and who supplied it; words: Source, Distributor, sealed identity."""
