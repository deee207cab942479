"""What a user would pick instead, as small as its own documentation would write it."""
