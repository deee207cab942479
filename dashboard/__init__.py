"""Arms Ledger on screen: shows the snapshot that pipelines made."""
