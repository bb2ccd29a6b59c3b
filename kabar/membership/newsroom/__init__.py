"""The publisher's room in the newsroom: plans, the money that comes and goes, and what is given away."""
