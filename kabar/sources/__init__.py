"""Who said it and which agency supplied it; words: Source, Distributor."""
