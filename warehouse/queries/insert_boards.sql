INSERT INTO record.boards
SELECT
    unnest($name::VARCHAR[]), unnest($publisher::VARCHAR[]), unnest($title::VARCHAR[]),
    unnest($metric::VARCHAR[]), unnest($unit::VARCHAR[]), unnest($higher_is_better::BOOLEAN[]),
    unnest($url::VARCHAR[]), unnest($cadence::INTERVAL[]), unnest($attribution::VARCHAR[])
