"""Figures: each module measures one promise beside a peer in the same run and says PASS or FAIL."""
