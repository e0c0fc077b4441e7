INSERT INTO record.thresholds SELECT unnest($thresholds::INTEGER[])
