SELECT max(made_at) FROM record.messages
