SELECT
    board, publisher, title, metric, unit, higher_is_better, url, cadence, attribution, stale_after,
    contract
FROM record.boards
WHERE publisher IN (SELECT unnest($publishers::VARCHAR[]))
