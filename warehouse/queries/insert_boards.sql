INSERT INTO record.boards BY NAME
SELECT
    unnest($board::VARCHAR[]) AS board,
    unnest($publisher::VARCHAR[]) AS publisher,
    unnest($title::VARCHAR[]) AS title,
    unnest($metric::VARCHAR[]) AS metric,
    unnest($unit::VARCHAR[]) AS unit,
    unnest($higher_is_better::BOOLEAN[]) AS higher_is_better,
    unnest($url::VARCHAR[]) AS url,
    unnest($cadence::INTERVAL[]) AS cadence,
    unnest($attribution::VARCHAR[]) AS attribution,
    unnest($stale_after::INTERVAL[]) AS stale_after,
    unnest($contract::VARCHAR[]) AS contract
