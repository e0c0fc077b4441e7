-- A time as it is; a date alone means its end, so that a day's standing is what it closed with.
CREATE OR REPLACE MACRO as_of(ts) AS
    if(
        length(ts::VARCHAR) = 10,
        ts::DATE + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND,
        ts::TIMESTAMP
    )
