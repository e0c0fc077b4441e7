INSERT INTO record.channels
SELECT unnest($board::VARCHAR[]), unnest($channel::VARCHAR[]), unnest($position::UTINYINT[])
