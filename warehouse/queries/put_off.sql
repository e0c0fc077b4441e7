INSERT INTO record.untold BY NAME
SELECT unnest($parts::VARCHAR[]) AS part, unnest($names::VARCHAR[]) AS name
