"""Agency copy in every form it travels in, read into one shape: `WireItem`."""
