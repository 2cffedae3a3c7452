"""Documents from above traced: what was received, and the own documents, study, meetings and checks that carried it out."""
