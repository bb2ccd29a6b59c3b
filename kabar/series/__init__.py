"""Stories that belong one after another, and the roundup of a day; words: Series, Installment, Roundup."""
