"""Pages of secret ballots: prepare, draw a credential, watch as a teller, count, certify."""
