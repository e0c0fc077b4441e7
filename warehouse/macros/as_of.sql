-- A time as it is; a date alone means its end, so that a day's standing is what it closed with.
CREATE OR REPLACE MACRO as_of(ts) AS
    CASE
        WHEN length(ts::VARCHAR) = 10
            THEN ts::DATE + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND
        ELSE ts::TIMESTAMP
    END
