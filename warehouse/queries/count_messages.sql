-- How many messages each rule made.
SELECT rule, count(*) AS messages FROM record.messages GROUP BY rule ORDER BY rule
