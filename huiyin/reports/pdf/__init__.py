"""The PDF of a report, set from the Word of record: pure, no Django; text travels as data, never as markup."""
