INSERT INTO record.quieted BY NAME
SELECT $pattern AS pattern, $until AS until, $decided_at AS decided_at
