"""Plans, orders, payments and the ledger; words: Plan, Membership, Seat, Order, Payment, Voucher, Invoice."""
