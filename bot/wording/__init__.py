"""Every sentence the bot says, as functions that return cards and forms. Plain words: one idea a sentence."""
