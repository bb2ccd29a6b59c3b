"""The printing works: renders what changed and hangs it on the rack; words: press, edition's press run."""
