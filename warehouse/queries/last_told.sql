SELECT max(made_at), count(*) FROM record.messages
