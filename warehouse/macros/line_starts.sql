-- Lines with the time from which each is looked at, out of three lists.
CREATE OR REPLACE MACRO record.line_starts(boards, channels, starts) AS TABLE
SELECT
    unnest(boards::VARCHAR[]) AS board,
    unnest(channels::VARCHAR[]) AS channel,
    unnest(starts::TIMESTAMP[]) AS start
