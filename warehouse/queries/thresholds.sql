SELECT threshold FROM record.thresholds ORDER BY threshold
