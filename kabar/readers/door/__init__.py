"""How readers come in: by a link or a code in a mail, a passkey, or somebody else's sign-in; and go out."""
