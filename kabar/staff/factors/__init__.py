"""What the newsroom's door asks for after the password: a passkey, a code from an app, or a recovery code."""
