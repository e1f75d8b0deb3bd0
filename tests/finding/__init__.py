"""How well finding finds: questions with the entries that would be right, and the measuring of it."""
