"""Who takes readers' money: one folder each, complete in itself; without it the way to pay is gone."""
