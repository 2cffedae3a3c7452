"""Secret ballots: the question, the sealed vote, the count by tellers, the result by the rules of the field."""
