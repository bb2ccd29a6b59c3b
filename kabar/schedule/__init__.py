"""What is to happen at an hour: publications, updates, withdrawals, fronts; words: planned act, scheduler."""
